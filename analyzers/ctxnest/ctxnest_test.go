package ctxnest_test

import (
	"testing"

	"github.com/gocontext/ctxlint/analyzers/ctxnest"
	"github.com/gocontext/ctxlint/internal/checktest"
)

func Test(t *testing.T) { checktest.Run(t, "ctxnest", ctxnest.New) }
