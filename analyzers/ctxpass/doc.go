// Package ctxpass defines an Analyzer that finds contexts that are not passed
// on.
//
// # Analyzer ctxpass
//
// find contexts that are not passed on
//
// A function that has a context and calls another one without it, or with a
// fresh one, breaks the chain: when the caller gives up, the work goes on, and
// deadlines, trace and credentials are lost:
//
//	func (s *Store) Save(ctx context.Context, u User) error {
//		return s.db.Put(context.Background(), u) // WRONG
//	}
//
//	func (s *Store) Save(ctx context.Context, u User) error {
//		return s.db.Put(ctx, u) // RIGHT
//	}
//
// In scope is a context parameter of the function or of one that it is nested
// in; the context of a parameter that carries one, such as the *http.Request
// that a handler serves, a gRPC stream, a *cobra.Command or what -carriers
// names; and what is derived from these. A parameter called _ and testing.TB
// are not in scope, a context in a field of the receiver only at level strict.
//
// The rules:
//
//   - fresh: context.Background or TODO, or a context derived from it, is
//     passed on although one is in scope. It is strict where the fresh context
//     is only kept, only waited on, used in work that is shared by many callers
//     (sync.Once, singleflight), gets values of the context in scope, takes the
//     place of another on some path or of the one that a request to be sent may
//     have, or where only a field of the receiver has a context.
//   - chain: a function is called that takes no context, but makes a fresh one
//     and passes it on, itself or through up to three functions of the
//     workspace. The message names them. Or it returns the fresh context, and
//     that is passed on here.
//   - variant: a function is called that has a sibling with a context: Query
//     and QueryContext, exec.Command and exec.CommandContext. Siblings are
//     found by signature in any package: the name with Context, Ctx or
//     WithContext behind, and a context parameter as the only difference. Some
//     are known by name: http.Get, net.Listen, (*sql.DB).Begin. It is strict in
//     a goroutine that may outlive the context. Loggers are opinion, and so is
//     everything where no context is in scope.
//   - handler: an HTTP handler, func(w, r), that never asks for r.Context()
//     passes a fresh context on.
//   - goroutine (strict): a goroutine or time.AfterFunc that may outlive the
//     request is given the context of the request, which ends with it; or a
//     goroutine is given a fresh one, which has lost its values.
//     context.WithoutCancel serves both. Calls that only log with the context
//     or look up values do not count.
//   - shadow: a derived context is never used, while the calls that it was
//     meant to bound are passed the outer one.
//   - field (strict): a context from a field of the receiver, a package variable
//     or a getter is passed on although the function has a context parameter.
//   - blank (strict): the context parameter is called _ and the body passes a
//     fresh one on, itself or by a chain.
//   - errgroup: the context of errgroup.WithContext is thrown away, or a task of
//     the group passes the outer one on or waits for it. Asking it for its
//     error is fine.
//
// Some code does without the context on purpose, and is left alone: what runs
// after the context is over or after a run loop; deferred calls, cleanups, and
// functions called Close, Stop or Shutdown; what is derived by
// context.WithoutCancel; a context that stands in for nil; a lifecycle, whose
// cancel function is kept; literals that are returned or stored, such as
// interceptors, which have a context when they run; what -detaching names;
// tests, unless they have a context parameter.
//
// What is not checked: bodies outside of the workspace; chains through
// interfaces and function values that cannot be resolved; chains of more than
// four functions. A directive //ctxlint:ignore ctxpass/chain in front of a
// function, or where it makes its context, ends all chains there.
//
// Suggested fixes: the context in scope in place of a fresh one, and the
// sibling with the context where only its name and that argument differ. In a
// goroutine that may outlive the context there is none.
package ctxpass
