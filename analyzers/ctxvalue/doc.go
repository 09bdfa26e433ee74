// Package ctxvalue defines an Analyzer that finds uses of ctx.Value for
// something else than metadata of a request.
//
// # Analyzer ctxvalue
//
// find values in contexts that are no metadata of a request
//
// A context carries values for what belongs to a request and crosses every
// boundary with it: who asks, in which trace, in which transaction. A value
// that tells the functions below what to do is a parameter that nobody sees in
// their signatures and no compiler checks:
//
//	ctx = context.WithValue(ctx, dryRunKey{}, true) // WRONG
//	deploy(ctx)
//
//	func deploy(ctx context.Context) {
//		if dry, _ := ctx.Value(dryRunKey{}).(bool); dry { // WRONG
//			return
//		}
//
//	deploy(ctx, true) // RIGHT
//
//	func deploy(ctx context.Context, dryRun bool) {
//		if dryRun {
//			return
//		}
//
// And a key that is a string is shared with every package that uses the same
// string:
//
//	ctx = context.WithValue(ctx, "user", u) // WRONG
//
//	type userKey struct{}
//	ctx = context.WithValue(ctx, userKey{}, u) // RIGHT
//
// Values are followed from ctx.Value, and from functions of the workspace
// known to return what it found, through assertions, conversions, arithmetic,
// comparisons with constants and variables. They are not followed through
// other calls: a function that merely takes the context taints nothing.
//
// The rules:
//
//   - flow: a value decides what a function does: a bool in a condition, a
//     value compared with a constant or switched on, the bound of a loop or a
//     slice, a size, a limit, a timeout or a deadline, here or in a function of
//     the package that is given it as a number or bool, or by an unexported
//     field in which a bool is kept. A field of a set of options is strict, any
//     other field is content. A bool that is only handed on is strict, too.
//   - option: what is put into a context is a parameter by its type: a bool, a
//     function, a channel. Locks, connections, clients and files, sets of
//     options, durations and mere marks are strict, and so is any value, but
//     for metadata, that one function puts there for one other that it calls
//     directly.
//   - key: a key can collide with one of another package (a built-in type, an
//     empty anonymous struct, an alias of either, pointers to values of size
//     zero), matches no other (a pointer or channel made by the call, nil on a
//     lookup), or makes context.WithValue panic (nil, a type that cannot be
//     compared). Lookups are judged, too, and functions that take the key as a
//     parameter where they are called.
//   - missing (strict): a value is looked up under a key that nobody but this
//     package can have and that nothing in it ever uses to put a value there,
//     or is asserted to have another type than what is put there.
//   - unchecked (opinion): an assertion without ok that panics if the value is
//     not there.
//
// What is not checked: whether a value is there (an ok, a comparison with nil,
// zero or the empty string), as that is how one falls back on a default or
// refuses; conditions that decide about nothing but logs, traces and metrics;
// tables indexed by a value; comparisons of two values, as who may do
// something depends on the request; keys that another module declares and
// reads.
package ctxvalue
