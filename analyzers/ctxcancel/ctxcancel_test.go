package ctxcancel_test

import (
	"testing"

	"github.com/gocontext/ctxlint/analyzers/ctxcancel"
	"github.com/gocontext/ctxlint/internal/checktest"
)

func Test(t *testing.T) { checktest.Run(t, "ctxcancel", ctxcancel.New) }
