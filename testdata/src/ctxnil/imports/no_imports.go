package imports // none

var noImports = run(nil) // want `nil is passed`
