package opinion

//ctxlint:ignore ctxtime/deadline this level knows // want `silences nothing`
var a int

//ctxlint:ignore ctxtime so it does here // want `silences nothing`
var b int
