package variant

import "context"

type letter struct {
	ctx  context.Context
	body string
}

func newLetter(body string) *letter { return &letter{context.Background(), body} }

func newLetterWithContext(ctx context.Context, body string) *letter { return &letter{ctx, body} }

func (l *letter) setContext(ctx context.Context)       { l.ctx = ctx }
func (l *letter) post(ctx context.Context) error       { return ctx.Err() }
func (l *letter) address(_ context.Context, to string) {}

// From watermill: the context is given by a method.
func envelope(ctx context.Context) *letter {
	l := newLetter("hello")
	l.setContext(ctx)
	return l
}

func answer(ctx context.Context) *letter {
	return newLetter("hello") // want `newLetterWithContext`
}

func posted(ctx context.Context) error {
	return newLetter("hello").post(ctx) // want `newLetterWithContext`
}

func addressed(ctx context.Context) *letter {
	l := newLetter("hello") // want `newLetterWithContext`
	l.address(ctx, "you")
	return l
}
