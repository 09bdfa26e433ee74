// Package require is a stub of github.com/stretchr/testify/require.
package require

type TestingT interface {
	Errorf(format string, args ...any)
	FailNow()
}

func Panics(t TestingT, f func(), msgAndArgs ...any)           {}
func Error(t TestingT, err error, msgAndArgs ...any)           {}
func ErrorIs(t TestingT, err, target error, msgAndArgs ...any) {}
func NoError(t TestingT, err error, msgAndArgs ...any)         {}

type Assertions struct{ t TestingT }

func New(t TestingT) *Assertions { return &Assertions{t} }

func (a *Assertions) Error(err error, msgAndArgs ...any)   {}
func (a *Assertions) NoError(err error, msgAndArgs ...any) {}
func (a *Assertions) Panics(f func(), msgAndArgs ...any)   {}
