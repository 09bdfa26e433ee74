package ctxtest_test

import (
	"testing"

	"github.com/gocontext/ctxlint/analyzers/ctxtest"
	"github.com/gocontext/ctxlint/internal/checktest"
)

func Test(t *testing.T) { checktest.Run(t, "ctxtest", ctxtest.New) }
