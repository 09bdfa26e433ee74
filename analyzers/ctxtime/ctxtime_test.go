package ctxtime_test

import (
	"testing"

	"github.com/gocontext/ctxlint/analyzers/ctxtime"
	"github.com/gocontext/ctxlint/internal/checktest"
)

func Test(t *testing.T) { checktest.Run(t, "ctxtime", ctxtime.New) }
