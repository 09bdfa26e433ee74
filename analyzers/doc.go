// Package analyzers is the suite of ctxlint.
//
// # Analyzer ctxlint
//
// find misuse of context.Context
//
// Cancellation in Go is cooperative: every cancel function that is not called,
// every context that is nil, dropped or outlived and every loop that does not
// listen breaks the chain, silently. This analyzer runs all of ctxlint's
// checks; each is also an analyzer of its own, in a package of its own.
package analyzers
