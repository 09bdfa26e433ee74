// Package ctxfield defines an Analyzer that finds contexts that are kept in
// structs.
//
// # Analyzer ctxfield
//
// find contexts that are kept in struct fields
//
// A context belongs to one call. Kept in a struct, it outlives the call that
// it came from, or ends the work of calls that it never heard of, and the
// methods of the struct cannot be cancelled one by one:
//
//	type client struct {
//		ctx context.Context // WRONG
//	}
//	func (c *client) get(key string) error
//
//	type client struct{}
//	func (c *client) get(ctx context.Context, key string) error // RIGHT
//
// This is a matter of style, so the rule (field) is of level opinion. A field
// is reported if its type is a context or contains one: an alias or an
// interface that embeds context.Context, a pointer, slice, array, map or
// channel of contexts, a generic type of another package for contexts, an
// embedded context. A struct that contains such a struct is not reported
// again.
//
// What is not checked, because there the context has to be in a struct:
//
//   - a struct that also holds the function that cancels the context, if the
//     package calls that or passes it on: it manages the context's life;
//   - an adapter, with a method that uses the field and whose signature another
//     package asks for, so that it cannot take a context;
//   - a message: a struct that is sent over a channel, or part of one that is;
//   - in tests, the tables of test cases, and structs without a package-wide
//     name.
//
// Functions that return a context, such as func() context.Context, hold none.
//
// A finding is silenced by //ctxlint:ignore ctxfield/field reason.
package ctxfield
