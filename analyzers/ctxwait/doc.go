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
//   - sleep: time.Sleep, a lone <-time.After(d) or <-timer.C, though a context
//     is in scope. The sleep is strict if it is a constant of less than a
//     second, in a literal that runs in a goroutine, in a callee that takes no
//     context, or if the context is only in a field of the receiver.
//   - bare (strict): a send, a receive or a select that may wait for ever, in a
//     function with a context at which nothing looks before it. What was given
//     the context may bring about what is waited for, so it counts as a look,
//     but a logger does not. Behind a call of a cancel function, a look before
//     does not help: who receives may have stopped for that.
//   - watcher (strict): a goroutine that only waits for the end of a context
//     that is older than the call, or for a stop channel, and is not released
//     when the work of the call is done: each call may leave one behind. The
//     finding stands at the go statement. A context.AfterFunc whose stop
//     function is deferred leaves nothing behind, and a goroutine that alone
//     can stop what its function has only begun is no watcher.
//
// A wait that a loop repeats is the business of ctxloop alone. Waiting behind
// the end of a context, in a defer, for goroutines that were told to stop or
// were given the context is fine, and so is what certainly comes to an end: a
// send into a buffer with room, a channel that is closed on every path. Tests
// may sleep.
//
// What is not checked for abandoned: channels in structs, slices and maps;
// channels with a buffer; channels from which others than the function that
// makes them receive; senders in callbacks of code that cannot be seen. The
// setting -blocking names functions that block without a context; a call of
// one is a bare wait.
//
// The suggested fix for abandoned gives the channel room for one value. It is
// offered if there is exactly one send, which runs at most once, and the
// goroutine does nothing behind it that relies on the value having been
// received.
package ctxwait
