// Package ctxdead defines an Analyzer that finds contexts that are used when
// they are already over.
//
// # Analyzer ctxdead
//
// find contexts that are used when they are already over
//
// What is given a context that is over fails before it has done anything. That
// is easily written where one cleans up:
//
//	<-ctx.Done()
//	ctx, cancel := context.WithTimeout(ctx, 5*time.Second) // WRONG
//	defer cancel()
//	srv.Shutdown(ctx) // has no time at all
//
//	<-ctx.Done()
//	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second) // RIGHT
//	defer cancel()
//	srv.Shutdown(ctx)
//
// The rules:
//
//   - done: behind a receive from Done, or behind Err() != nil, the context or
//     one derived from it is passed to work that fails at once.
//   - cancelled: the same behind a call of its own cancel function.
//   - wait: the context of errgroup.WithContext is passed to work behind
//     Wait, which cancels it.
//   - early: a function that cancels a context when it returns returns it,
//     stores it, sends it, or starts a goroutine with it as the last thing it
//     does. At level strict, the same is said of what is bound to a context: a
//     response, rows, a transaction, a command, a request, a literal; and of
//     goroutines that nobody waits for. Mind that defer cancel() is also how a
//     function stops its helpers.
//
// Only callees that are known to fail count: those of the standard library and
// of some well-known modules, and functions of the workspace that hand the
// context to one of them, or that return what its Err says.
//
// In tests, done, wait and early are strict, and cancelled is not reported:
// tests cancel contexts to see what happens.
//
// What is not checked: contexts in variables that get several values; callees
// whose body cannot be seen; callees that wait for the end of the context.
//
// The suggested fix for done detaches the parent of the derived context by
// context.WithoutCancel.
package ctxdead
