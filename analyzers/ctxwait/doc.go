// Package ctxwait defines an Analyzer that finds single waits that the end of
// a context cannot end.
//
// # Analyzer ctxwait
//
// find waits that cancellation cannot end
//
// A goroutine that sends its result on an unbuffered channel waits for ever
// when its parent has stopped to receive, be it because the context is done, a
// timer fired or an error came first:
//
//	res := make(chan int) // WRONG
//	go func() { res <- compute() }()
//	select {
//	case n := <-res:
//		return n, nil
//	case <-ctx.Done():
//		return 0, ctx.Err() // the goroutine is stuck in its send
//	}
//
//	res := make(chan int, 1) // RIGHT: the send has room
//
// The rules:
//
//   - abandoned: a goroutine sends on an unbuffered local channel from which
//     its parent stops to receive when a context, a timer, another channel or
//     an early return wins, or more is sent than the parent certainly receives.
//     The finding stands at the send. Sends that exclude each other do not add
//     up, and when the parent ends the process, there is nothing to wait for.
//
// What is not checked: channels in structs, slices and maps; channels with a
// buffer; channels from which others than the function that makes them
// receive; senders in callbacks of code that cannot be seen.
//
// The suggested fix for abandoned gives the channel room for one value. It is
// offered if there is exactly one send, which runs at most once, and the
// goroutine does nothing behind it that relies on the value having been
// received.
package ctxwait
