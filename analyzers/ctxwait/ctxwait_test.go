package ctxwait_test

import (
	"testing"

	"github.com/gocontext/ctxlint/analyzers/ctxwait"
	"github.com/gocontext/ctxlint/internal/checktest"
)

func Test(t *testing.T) { checktest.Run(t, "ctxwait", ctxwait.New) }
