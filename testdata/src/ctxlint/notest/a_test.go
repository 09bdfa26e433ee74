package notest

//ctxlint:ignore
var b int
