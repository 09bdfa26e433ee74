// Package ctxtest defines an Analyzer that finds contexts in tests that could
// end with the test.
//
// # Analyzer ctxtest
//
// find contexts in tests that could end with the test
//
// Since Go 1.24, testing.T, B and F have a context that is cancelled just
// before the functions given to Cleanup are called. What a test starts with
// it stops when the test is over:
//
//	srv := start(context.Background()) // WRONG: still there in the next test
//	srv := start(t.Context())          // RIGHT
//
// At level opinion, a call of context.Background or context.TODO in a function
// that has a *testing.T, *testing.B, *testing.F or testing.TB is reported
// (testcontext). The fix writes t.Context() where it is certain that nothing
// that gets the context lives longer than the test: not if it is returned,
// kept in a field, sent, or used in a goroutine or a literal that others call.
//
// What is not checked: what runs in a function given to Cleanup or in one that
// it calls, and what is used there or made into what is used there, when the
// context of the test is over already; TestMain, which has none; functions
// whose parameter has no name; contexts that are compared; code for Go before
// 1.24. Deferred calls run while the context of the test is alive.
//
// A finding is silenced by //ctxlint:ignore ctxtest/testcontext reason.
package ctxtest
