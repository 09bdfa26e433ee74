// Package ctxnil defines an Analyzer that finds contexts that are nil.
//
// # Analyzer ctxnil
//
// find nil contexts
//
// No function promises to take a nil context, and most panic sooner or later:
//
//	rows, err := db.QueryContext(nil, query)            // WRONG
//	rows, err := db.QueryContext(ctx, query)            // RIGHT
//	rows, err := db.QueryContext(context.TODO(), query) // RIGHT, if there is no ctx yet
//
// The literal nil is reported wherever it is passed for a context (literal):
// at any position, as a variadic argument, through function values, method
// values and method expressions, and converted as in context.Context(nil).
//
// A nil pointer that becomes a context is worse: the context is not nil, so
// no test finds it, but its methods panic (typednil):
//
//	var c *myContext
//	run(c) // WRONG
//
// A variable, field or function result that is nil on every path is reported
// where it is passed or a method of it is called or taken (flow): a variable that
// nothing is assigned to, a field or package variable in which this package
// never stores anything, the result of a function that always returns nil, a
// variable that was just found to be nil:
//
//	if ctx == nil {
//		run(ctx)                  // WRONG
//		run(context.Background()) // RIGHT
//	}
//
// A context that is nil on some paths, with no test on the way, is a strict
// finding (maybe), and so is the result of a function that sometimes returns
// nil, until it or the error beside it was tested.
//
// Nothing is said if the callee tests its parameter for nil and goes on
// without it, directly or through the functions it hands it to; one that
// panics or returns an error does not count. Nor in a test that expects the
// panic or the error, nor about a struct literal that leaves its context out.
//
// What is not checked: elements of maps, slices and channels, exported fields
// and variables, the zero value of a type parameter, and what other packages
// outside of the workspace return.
package ctxnil
