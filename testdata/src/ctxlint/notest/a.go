package notest

//ctxlint:ignore // want `names no check`
var a int
