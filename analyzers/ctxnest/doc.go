// Package ctxnest defines an Analyzer that finds contexts that grow in loops.
//
// # Analyzer ctxnest
//
// find contexts that grow in a loop
//
// A context that is assigned to the variable it was made of gets another
// layer in each round. Values are looked up ever more slowly, what one round
// adds is seen by the next, and a timeout is the shortest of all so far:
//
//	for job := range jobs {
//		ctx, cancel = context.WithTimeout(ctx, time.Second)  // WRONG
//		ctx, cancel := context.WithTimeout(ctx, time.Second) // RIGHT
//		run(ctx, job)
//		cancel()
//	}
//
// That is reported at the assignment that makes the context grow, on any
// branch and in any form (loop): for variables declared outside of the loop,
// package variables and fields of structs, in loops of all kinds, those made
// with goto and ranges over functions too. Not only the functions of package
// context count, but each that is known to return a context made of the one
// it is given: those of this workspace by what they do, others from a list.
//
// At level opinion, a function literal that may run more than once and wraps
// a captured context is reported wherever it stands (closure), and so is a
// context in a field that is reached through a pointer (pointer).
//
// Nothing is said if a round starts anew from another context, if it is the
// last one, in literals that are deferred or given to t.Cleanup, and about a
// fold, which builds one context from the elements of a collection:
//
//	for k, v := range pairs {
//		ctx = metadata.AppendToOutgoingContext(ctx, k, v)
//	}
//
// A fold whose context is used inside the loop too is a strict finding, since
// each element's context is around that of the elements before.
//
// What is not checked: contexts in maps and slices, functions that return a
// context as it is if that has already what they would add, and recursion.
package ctxnest
