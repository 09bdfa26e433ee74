// Package ctxloop defines an Analyzer that finds loops that block and cannot
// be cancelled.
//
// # Analyzer ctxloop
//
// find loops that block and cannot be cancelled
//
// A function that is given a context promises to stop when the context is
// over. A loop that waits for something else keeps it from that: the caller
// has gone, nobody receives any more, and the goroutine stays.
//
//	func produce(ctx context.Context, items []Item, out chan<- Item) {
//		for _, it := range items {
//			out <- it // WRONG: blocks for ever when the consumer left
//		}
//	}
//
//	func produce(ctx context.Context, items []Item, out chan<- Item) {
//		for _, it := range items {
//			select { // RIGHT
//			case out <- it:
//			case <-ctx.Done():
//				return
//			}
//		}
//	}
//
// A loop is a natural loop of the control flow, however it is written, the
// body of a range over a function, and a function that another one calls for
// one item after the other. Loops in loops are judged each. A loop is
// governed by the contexts and carriers (an *http.Request, a gRPC stream, a
// *cobra.Command) among the parameters of its function, by those that a
// literal captures, and if a literal mentions none but runs as part of the
// function around it, by those of that function.
//
// A loop observes its context by a case <-ctx.Done() in a select, by ctx.Err()
// or context.Cause(ctx), by a channel that is closed when the context is over
// or that a call returned which had the context, or by passing the context to
// a function whose result lets the loop end; what cannot be seen gets the
// benefit of the doubt. Asking is enough for a loop that sleeps. It is not for
// one that waits on a channel: the next send blocks all the same.
//
// The rules:
//
//   - nodone: the loop waits on a channel (a send, a receive, a select, a range
//     over a channel) or calls a function that does, and the end of the context
//     does not end it. A parameter that is ranged over may be closed by others
//     unseen: that is strict.
//   - sleep: the loop waits for time to pass, in time.Sleep, for a timer or a
//     ticker, and never looks at the context.
//   - stuck: the case <-ctx.Done() does not leave the loop: its break leaves
//     only the select, its return a function literal that the loop calls, it
//     continues, or it only logs. From then on the case is
//     always ready, and the loop spins.
//   - spin: an endless loop passes the context to a function, ignores the error
//     that it returns, and has no other way out once the context is over.
//   - partial (strict): the loop observes the context in one place but waits
//     without it in another; or it sleeps for 10 seconds or more between looks.
//   - otherstop (strict): the loop stops on another channel or on a flag that
//     is set elsewhere, but not on the context.
//
// Where the context is only in a field of the receiver, or in one that the
// function reads of another parameter, findings are strict. Methods that close
// the receiver or undo something have none, nor has a function that alone ends
// that context when it returns.
//
// Not reported are waits that come to an end by themselves: a channel whose
// buffer certainly has room, one that its producer closes on every path or
// that is received from until it is closed, a semaphore that its holders
// release in a defer, results of goroutines that have the context and send on
// every path, joins after cancel() or after Done, drains of timers, calls of
// methods such as Close, what runs in a defer, and loops of at most three rounds
// that do not sleep. Joins such as wg.Wait, locks, input and output are no waits
// here. main.main, with which the process ends, and functions whose context
// parameter is called _ are left alone.
//
// What is not checked: loops that only compute; loops that wait for a peer, as
// in conn.Read; functions without a context of their own, unless a loop of one
// that has it calls them.
//
// A suggested fix puts a send, a receive or a time.Sleep into a select with a
// case for the context, or makes a break in a Done case a return, where the
// function has no results or an error as its last one and leaving it there
// skips nothing that must be done.
//
// To silence a finding, write //ctxlint:ignore ctxloop/nodone reason above the
// line, or -disable=ctxloop/nodone. The setting -blocking names functions
// elsewhere that block and take no context.
package ctxloop
