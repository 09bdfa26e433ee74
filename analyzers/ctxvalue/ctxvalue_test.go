package ctxvalue_test

import (
	"testing"

	"github.com/gocontext/ctxlint/analyzers/ctxvalue"
	"github.com/gocontext/ctxlint/internal/checktest"
)

func Test(t *testing.T) { checktest.Run(t, "ctxvalue", ctxvalue.New) }
