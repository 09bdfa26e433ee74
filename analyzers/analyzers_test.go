package analyzers_test

import (
	"testing"

	"github.com/gocontext/ctxlint/analyzers"
	"github.com/gocontext/ctxlint/internal/checktest"
)

func Test(t *testing.T) { checktest.Run(t, "ctxlint", analyzers.New) }
