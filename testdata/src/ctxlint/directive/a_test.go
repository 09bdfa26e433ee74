package directive

//ctxlint:ignore ctxtime/unit the rule is strict in tests
var k int

//ctxlint:ignore // want `names no check`
var l int
