package ctxdead_test

import (
	"testing"

	"github.com/gocontext/ctxlint/analyzers/ctxdead"
	"github.com/gocontext/ctxlint/internal/checktest"
)

func Test(t *testing.T) { checktest.Run(t, "ctxdead", ctxdead.New) }
