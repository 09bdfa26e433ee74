// Package ctxtime defines an Analyzer that finds timeouts and deadlines of
// contexts that cannot be meant.
//
// # Analyzer ctxtime
//
// find deadlines that cannot be meant
//
// A context.WithTimeout whose duration is a small bare number counts
// nanoseconds, and the context is over before it can be used:
//
//	ctx, cancel := context.WithTimeout(ctx, 5) // WRONG: 5 nanoseconds
//	ctx, cancel := context.WithTimeout(ctx, 5*time.Second) // RIGHT
//
// A constant timeout that is zero, negative or shorter than a microsecond is
// reported (unit), and so is a deadline that is no later than now, or by less
// than that. A variable counts as constant if it gets no other value. Where a
// unit is written, as in 100*time.Nanosecond, a short time is meant. In tests
// this is a strict finding: there, a context that is over is often what the
// test is about.
//
// At level opinion, context.WithDeadline(ctx, time.Now().Add(d)) is reported
// (deadline), which context.WithTimeout(ctx, d) says in fewer words. The fix
// writes that. A point in time that is kept in a variable may be shared, and
// is fine.
//
// What is not checked: durations that are computed, and those of functions
// other than WithTimeout, WithDeadline and their Cause forms.
//
// A finding is silenced by //ctxlint:ignore ctxtime/unit reason.
package ctxtime
