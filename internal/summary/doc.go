// Package summary says what a function does with its context, its cancel
// functions, its channels and its callees. It states facts and reports
// nothing.
//
// Functions are summarised bottom-up over the strongly connected components
// of the package's call graph. Everything starts as unknown, the zero value
// of every part of a [Func], and what is found out is only ever added. Facts
// of exported and unexported functions travel to the packages that import
// this one, as long as it belongs to the workspace: the modules under work.
// The functions that package knowledge lists are never summarised; about all
// others, checks know no more than their types.
//
// # Where to find what
//
// A [Func] is the fact about a function. It has one part for each domain, and
// each domain a file that computes it; the rest of the package are questions
// that several domains and checks ask about code at hand, methods of [Result].
//
// The frame: summary.go has the analyzer, the fact, the order of the functions
// and the call graph; uses.go where functions, fields and variables are used;
// field.go what the package does with one field or package variable; repeat.go
// and process.go how often a function runs; repository.go who can edit a package.
//
// Contexts: origin.go where a context comes from; wrap.go what it is made
// around; governing.go which contexts should end a function; sinks.go where a
// context goes; touch.go (domain Touch) how little a function does with one;
// bind.go (domain Binds) what goes on with one; fresh.go (domain Fresh) who
// makes one of nothing; detached.go how far code is from the context around it;
// joined.go whether a function waits for what it starts; done.go, over.go and
// ending.go where a context is known to be over; fails.go (domain Fails) what
// fails at once with such a context.
//
// Cancel functions: cancel.go (domain Cancel) what a function does with one it
// is given; owe.go what becomes of one along all paths.
//
// Waiting: ops.go which operations wait; wait.go (domain Wait) how a function
// blocks and observes; channels.go where a channel comes from and who sends,
// receives and closes; outside.go who may close one unseen; discharge.go why an
// operation needs no context to end: room.go because a buffer has room,
// closing.go because somebody certainly closes or sends; extent.go bounds of
// rounds and sizes; flags.go conditions and stop channels that end a loop.
//
// Nil: nil.go (domain Nil) results that are nil and parameters that may be;
// holder.go fields and variables to which nothing is ever stored; nilpath.go what
// is nil along a path.
//
// Values: value.go (domain Value) which results come from a value in a context
// and by which key; read.go what becomes of a value that was read; choice.go
// what a condition decides.
//
// Tests: expect.go (domain Expect) which functions expect an error or a panic.
package summary
