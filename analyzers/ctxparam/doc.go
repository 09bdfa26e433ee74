// Package ctxparam defines an Analyzer that finds context parameters in an
// unusual place or with an unusual name.
//
// # Analyzer ctxparam
//
// find context parameters that do not come first or are not called ctx
//
// By convention a context is the first parameter and is called ctx. Readers
// rely on it, and a parameter that is called context hides the package:
//
//	func load(id string, ctx context.Context) error // WRONG: not the first
//	func save(context context.Context, u *User) error // WRONG: hides the package
//	func load(ctx context.Context, id string) error // RIGHT
//
// Functions, methods, function literals, methods of interfaces and function
// types are judged, each context parameter of its own. Contexts are known by
// their type: an alias, an interface that embeds context.Context and a type
// parameter constrained by one are contexts, too.
//
// A context parameter behind one of another kind is reported (first). Before
// a context may stand: other contexts, the receiver, and testing.TB and its
// kin, for which both orders are usual. The types that the option
// -ctxparam.allow-before lists may stand there too, written as *testing.T or
// path/to/pkg.Type. A variadic ...context.Context is last by language.
//
// A context parameter with a name other than ctx is reported (name); _ and no
// name are fine. Of several contexts each may be called ctx, parent or by a
// name that ends in Ctx. The only one may have any name if the body declares
// its own ctx made from it:
//
//	func serve(parent context.Context) {
//		ctx, cancel := context.WithTimeout(parent, time.Minute)
//
// So may it be called parent if a context is returned: func(parent
// context.Context) context.Context.
//
// A name that ends in Ctx is a finding of level opinion if it is the only
// context, and none in a literal inside a function with its own ctx.
//
// A parameter that is at fault in both ways is one finding (first).
//
// What is not checked: signatures that another package dictates. These are
// those of methods that implement an interface of another package, of
// functions and literals that are passed or assigned where another package's
// function, field or type asks for them, also through a local variable, and of
// interfaces that list the methods of another package's type. Where a function
// type of the same package asks for a signature, the type is judged for the
// order of its parameters, not each of its functions. Interfaces are known
// among those that the directly imported packages export and those that the
// package uses the type as. Types that hold a context, like *http.Request, are
// no contexts here. Generated files are skipped. With
// -ctxparam.exported=false, exported functions, methods and types are left
// alone, for those who cannot change them.
//
// A fix renames the parameter and all its uses where ctx means nothing else
// in the function. It moves a parameter, with the arguments of all calls, for
// an unexported function that is only called, all in one file, where the
// order in which the arguments are evaluated cannot be observed.
//
// A finding is silenced by //ctxlint:ignore ctxparam/first reason.
package ctxparam
