package nodone

import "context"

// Whoever is served again, or twice, may not be there any more.

type seat int

type board struct {
	members []chan seat
	guests  []chan seat
	plain   []chan string
}

func (b *board) join(ctx context.Context) seat {
	c := make(chan seat, 1)
	b.members = append(b.members, c)
	b.guests = append(b.guests, c)
	select {
	case v := <-c:
		return v
	case <-ctx.Done():
		return 0
	}
}

func (b *board) sit(ctx context.Context) string {
	c := make(chan string)
	b.plain = append(b.plain, c)
	select {
	case v := <-c:
		return v
	case <-ctx.Done():
		return ""
	}
}

func (b *board) keeps(ctx context.Context, v seat) error {
	for _, m := range b.members {
		m <- v // want `nodone`
	}
	return ctx.Err()
}

func (b *board) keepsSometimes(ctx context.Context, v seat) error {
	for _, m := range b.members {
		m <- v // want `nodone`
	}
	if v > 0 {
		b.members = nil
	}
	return ctx.Err()
}

func (b *board) emptiesOther(ctx context.Context, v seat) error {
	for _, m := range b.members {
		m <- v // want `nodone`
	}
	b.guests = nil
	return ctx.Err()
}

func (b *board) twice(ctx context.Context, v seat) error {
	for _, m := range b.members {
		m <- v // want `nodone`
		m <- v + 1
	}
	b.members = nil
	return ctx.Err()
}

func (b *board) noRoom(ctx context.Context, v string) error {
	for _, m := range b.plain {
		m <- v // want `nodone`
	}
	b.plain = nil
	return ctx.Err()
}
