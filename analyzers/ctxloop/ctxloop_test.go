package ctxloop_test

import (
	"testing"

	"github.com/gocontext/ctxlint/analyzers/ctxloop"
	"github.com/gocontext/ctxlint/internal/checktest"
)

func Test(t *testing.T) { checktest.Run(t, "ctxloop", ctxloop.New) }
