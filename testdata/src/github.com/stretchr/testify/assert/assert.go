// Package assert is a stub of github.com/stretchr/testify/assert.
package assert

type TestingT interface {
	Errorf(format string, args ...any)
}

type PanicTestFunc func()

func Panics(t TestingT, f PanicTestFunc, msgAndArgs ...any) bool                   { return true }
func PanicsWithValue(t TestingT, v any, f PanicTestFunc, msgAndArgs ...any) bool   { return true }
func NotPanics(t TestingT, f PanicTestFunc, msgAndArgs ...any) bool                { return true }
func Error(t TestingT, err error, msgAndArgs ...any) bool                          { return true }
func ErrorIs(t TestingT, err, target error, msgAndArgs ...any) bool                { return true }
func EqualError(t TestingT, err error, text string, msgAndArgs ...any) bool        { return true }
func ErrorContains(t TestingT, err error, contains string, msgAndArgs ...any) bool { return true }
func NoError(t TestingT, err error, msgAndArgs ...any) bool                        { return true }
func Nil(t TestingT, v any, msgAndArgs ...any) bool                                { return true }
func NotNil(t TestingT, v any, msgAndArgs ...any) bool                             { return true }
func Equal(t TestingT, want, got any, msgAndArgs ...any) bool                      { return true }
func True(t TestingT, v bool, msgAndArgs ...any) bool                              { return true }
