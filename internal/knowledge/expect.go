package knowledge

import (
	"go/types"
	"slices"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// FailsTest reports whether a call of fn makes a test fail.
func FailsTest(fn *types.Func) bool { return failsTest[listedName(fn)] }

var failsTest = set(
	"(*testing.common).Error", "(*testing.common).Errorf", "(*testing.common).Fail",
	"(*testing.common).Fatal", "(*testing.common).Fatalf", "(*testing.common).FailNow",
	"(testing.TB).Error", "(testing.TB).Errorf", "(testing.TB).Fail",
	"(testing.TB).Fatal", "(testing.TB).Fatalf", "(testing.TB).FailNow",
	"github.com/stretchr/testify/assert.Fail", "github.com/stretchr/testify/assert.Failf",
	"github.com/stretchr/testify/assert.FailNow", "github.com/stretchr/testify/assert.FailNowf",
	"github.com/stretchr/testify/require.Fail", "github.com/stretchr/testify/require.Failf",
	"github.com/stretchr/testify/require.FailNow", "github.com/stretchr/testify/require.FailNowf",
)

// GuardsPanic reports whether fn calls the function it is given to see
// whether it panics.
func GuardsPanic(fn *types.Func) bool {
	return inLibrary(fn, testify, "Panics", "Panicsf", "PanicsWithValue", "PanicsWithValuef",
		"PanicsWithError", "PanicsWithErrorf", "NotPanics", "NotPanicsf") ||
		inLibrary(fn, []string{"gotest.tools/assert/cmp", "gotest.tools/v3/assert/cmp"}, "Panics")
}

// A Judgement says what an assertion expects of an error it is given.
type Judgement int

const (
	NoJudgement  Judgement = iota
	RefusesError           // the error must be nil
	WantsError             // the error must not be nil, or a certain one
	Matches                // a matcher among the arguments says what it must be
	MatchesNot             // … what it must not be
)

// Judges returns what fn, a function or method of an assertion library,
// expects of an error.
func Judges(fn *types.Func) Judgement {
	switch {
	case inLibrary(fn, testify, "NoError", "NoErrorf", "Nil", "Nilf"),
		inLibrary(fn, gotest, "NilError", "Assert"),
		inLibrary(fn, []string{"github.com/matryer/is"}, "NoErr"):
		return RefusesError
	case inLibrary(fn, testify, "Error", "Errorf", "ErrorIs", "ErrorIsf", "ErrorAs", "ErrorAsf", "EqualError", "EqualErrorf",
		"ErrorContains", "ErrorContainsf", "NotNil", "NotNilf"),
		inLibrary(fn, gotest, "Error", "ErrorContains", "ErrorIs", "ErrorType"):
		return WantsError
	case inLibrary(fn, checkers, "Assert", "Check"),
		inLibrary(fn, gomega, "To", "Should"):
		return Matches
	case inLibrary(fn, gomega, "NotTo", "ToNot", "ShouldNot"):
		return MatchesNot
	}
	return NoJudgement
}

// MatchesNil reports whether a matcher, the one that obj is or returns, holds
// for errors that are nil.
func MatchesNil(obj types.Object) bool {
	return inLibrary(obj, checkers, "IsNil") || inLibrary(obj, gomega, "BeNil", "Succeed")
}

var (
	testify  = []string{"github.com/stretchr/testify/assert", "github.com/stretchr/testify/require"}
	gotest   = []string{"gotest.tools/assert", "gotest.tools/v3/assert"}
	checkers = []string{"github.com/frankban/quicktest", "gopkg.in/check.v1"}
	gomega   = []string{"github.com/onsi/gomega", "github.com/onsi/gomega/types", "github.com/onsi/gomega/internal"}
)

// inLibrary reports whether obj is declared in one of the packages, as a
// function, method or variable with one of the names.
func inLibrary(obj types.Object, pkgs []string, names ...string) bool {
	if !slices.Contains(names, obj.Name()) {
		return false
	}
	return slices.Contains(pkgs, ctxtype.Path(obj.Pkg()))
}
