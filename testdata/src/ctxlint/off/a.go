package off

//ctxlint:ignore
var a int

//ctxlint:ignore ctxtime/unit nothing here
var b int
