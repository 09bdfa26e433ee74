package directive

//ctxlint:ignore // want `the directive //ctxlint:ignore names no check: write //ctxlint:ignore check/rule reason \(ctxlint/directive\)`
var a int

//ctxlint:ignore ctxtimes/unit why // want `names the unknown check or rule "ctxtimes/unit"`
var b int

//ctxlint:ignore ctxtime,ctxtime/units why // want `names the unknown check or rule "ctxtime/units"`
var c int

//ctxlint:ignore all why // want `names the unknown check or rule "all"`
var d int

//ctxlint:ignore ctxtime/unit // want `the directive //ctxlint:ignore ctxtime/unit gives no reason: write it behind the rule`
var e int

//ctxlint:ignore ctxtime/unit nothing here // want `the directive //ctxlint:ignore ctxtime/unit silences nothing: delete it`
var f int

//ctxlint:ignore ctxtime/deadline the rule is off at this level, so nobody knows
var g int

//ctxlint:ignore ctxtime one of its rules is off
var h int

// ctxlint:ignore ctxtimes a space makes it a comment
var i int

//ctxlint:ignored is another word
var j int
