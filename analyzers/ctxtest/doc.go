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
// (testcontext). The suggested fix writes t.Context().
//
// What is not checked: what runs in or is used by a function given to
// Cleanup, when the context of the test is over already; TestMain, which has
// none; functions whose parameter has no name; code for Go before 1.24.
package ctxtest
