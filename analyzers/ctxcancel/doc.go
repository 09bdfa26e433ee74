// Package ctxcancel defines an Analyzer that finds cancel functions that are
// not called.
//
// # Analyzer ctxcancel
//
// find cancel functions that are not called
//
// A context made by context.WithCancel, WithTimeout, WithDeadline, their Cause
// forms or signal.NotifyContext lives until its cancel function is called, its
// timer fires or its parent ends. Until then its parent keeps it, and every
// goroutine that waits for it waits on:
//
//	ctx, cancel := context.WithTimeout(ctx, time.Minute) // WRONG
//	if err := check(); err != nil {
//		return err // the timer runs for a minute more
//	}
//	defer cancel()
//
//	ctx, cancel := context.WithTimeout(ctx, time.Minute) // RIGHT
//	defer cancel()
//	if err := check(); err != nil {
//		return err
//	}
//
// Every call with a result of type context.CancelFunc or CancelCauseFunc is an
// acquisition, so the wrappers that a project has of its own count too, and so
// does a func() beside a context if the wrapper is known to release that
// context by it. The setting -acquisitions names others.
//
// Each acquisition is followed along every path through its function. A call
// or a defer releases it, also by way of a variable or inside a literal that
// runs. It is handed over, and no longer the function's business, when it is
// returned, stored outside of the function, sent, or passed to code that is
// not known to ignore it. Looking at it (_ = cancel, cancel != nil, printing)
// is neither. Conditions that agree are understood: after
//
//	if d > 0 {
//		ctx, cancel = context.WithTimeout(ctx, d)
//	}
//
// a second if d > 0 { cancel() } is enough.
//
// The rules:
//
//   - discarded: the cancel function is assigned to _, dropped, or only ever
//     looked at.
//   - lostpath: some path to a return does not call it. It is strict where the
//     same function certainly ends the parent, which ends the child too.
//   - overwritten: its only variable gets another value before it is called.
//     Mind that defer cancel() binds the value that cancel has at that moment.
//   - loop: it is not called before the next round of the loop; or it is
//     deferred in the loop, so that all rounds wait for the function to return.
//   - stored: it is kept in an unexported field or package variable that
//     nothing in the package calls or passes on, or calls only behind the end
//     of its own context.
//   - uncalled: it is only called in a literal that never runs.
//   - notdeferred (strict): it is called on every path, but plainly, with other
//     calls in between, so that a panic in one of them leaves the context alive.
//
// What is not checked: what code does with a cancel function that it was
// handed and whose body is elsewhere; paths that end in a panic, in os.Exit or
// another call that never returns (-no-return names more); main.main, at whose
// end the process ends, except for discarded, loop and overwritten; functions
// with more paths than can be followed.
//
// The suggested fix writes defer cancel() behind the acquisition, or behind the
// test of its error. It is offered outside of loops and only if nothing bound to
// the context can outlive the function.
package ctxcancel
