package nodone

import "context"

// A send takes the place of one value, not of two.
func replaceTwice(ctx context.Context, cs []chan int) {
	for _, c := range cs {
		select {
		case <-c:
		default:
		}
		c <- 1
		c <- 2 // want "ctxloop/nodone"
	}
}

// What was taken out before the loop makes room for its first round alone.
func replaceBefore(ctx context.Context, c chan int) {
	select {
	case <-c:
	default:
	}
	for i := range 10 {
		c <- i // want "ctxloop/nodone"
	}
}

// Nothing was in a channel without a buffer.
func replaceNothing(ctx context.Context) {
	c := make(chan int)
	handle(c)
	for i := range 10 {
		select {
		case <-c:
		default:
		}
		c <- i // want "ctxloop/nodone"
	}
}

// What is taken out is in another channel.
func replaceOther(ctx context.Context, old, c chan int) {
	for i := range 10 {
		select {
		case <-old:
		default:
		}
		c <- i // want "ctxloop/nodone"
	}
}
