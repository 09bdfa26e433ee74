package knowledge

import "go/types"

// A BlockKind says how a function of elsewhere blocks.
type BlockKind int

const (
	NotKnown BlockKind = iota // nothing is known
	Sleeps                    // for a time that its caller chose
	Waits                     // until something happens that the context does not bring about
	Joins                     // until other goroutines, which have their own contexts, are finished
	IO                        // until a peer, a disk or a process answers
	EndsSelf                  // until its carrier's context ends, which its error tells
)

// Blocking is what is known about a function that blocks and takes no
// context.
type Blocking struct {
	Kind    BlockKind
	Sibling string // the full name of what does the same and takes a context; "" if there is nothing
}

// Blocks returns how fn blocks, for functions that take no context.
func Blocks(fn *types.Func) Blocking { return blocking[listedName(fn)] }

// blocking lists the functions that block without a context, with their
// siblings that take one.
var blocking = table(map[string]Blocking{
	"time.Sleep": {Sleeps, ""},

	// Joins: what they wait for has its own ways to end.
	"(*sync.WaitGroup).Wait":                   {Joins, ""},
	"(*sync.Cond).Wait":                        {Joins, ""},
	"(*golang.org/x/sync/errgroup.Group).Wait": {Joins, ""},

	"net.Dial":                             {IO, "(*net.Dialer).DialContext"},
	"net.DialTimeout":                      {IO, "(*net.Dialer).DialContext"},
	"(*net.Dialer).Dial":                   {IO, "(*net.Dialer).DialContext"},
	"net.Listen":                           {IO, "(*net.ListenConfig).Listen"},
	"net.ListenPacket":                     {IO, "(*net.ListenConfig).ListenPacket"},
	"net.LookupAddr":                       {IO, "(*net.Resolver).LookupAddr"},
	"net.LookupCNAME":                      {IO, "(*net.Resolver).LookupCNAME"},
	"net.LookupHost":                       {IO, "(*net.Resolver).LookupHost"},
	"net.LookupIP":                         {IO, "(*net.Resolver).LookupIPAddr"},
	"net.LookupMX":                         {IO, "(*net.Resolver).LookupMX"},
	"net.LookupNS":                         {IO, "(*net.Resolver).LookupNS"},
	"net.LookupPort":                       {IO, "(*net.Resolver).LookupPort"},
	"net.LookupSRV":                        {IO, "(*net.Resolver).LookupSRV"},
	"net.LookupTXT":                        {IO, "(*net.Resolver).LookupTXT"},
	"(net.Conn).Read":                      {IO, ""},
	"(net.Conn).Write":                     {IO, ""},
	"(net.Listener).Accept":                {IO, ""},
	"(net.PacketConn).ReadFrom":            {IO, ""},
	"(*net.TCPListener).Accept":            {IO, ""},
	"(*net.TCPListener).AcceptTCP":         {IO, ""},
	"(*net.UnixListener).Accept":           {IO, ""},
	"(*net.UDPConn).ReadFromUDP":           {IO, ""},
	"crypto/tls.Dial":                      {IO, "(*crypto/tls.Dialer).DialContext"},
	"crypto/tls.DialWithDialer":            {IO, "(*crypto/tls.Dialer).DialContext"},
	"(*crypto/tls.Dialer).Dial":            {IO, "(*crypto/tls.Dialer).DialContext"},
	"(*crypto/tls.Conn).Handshake":         {IO, "(*crypto/tls.Conn).HandshakeContext"},
	"net/http.Get":                         {IO, "net/http.NewRequestWithContext"},
	"net/http.Head":                        {IO, "net/http.NewRequestWithContext"},
	"net/http.Post":                        {IO, "net/http.NewRequestWithContext"},
	"net/http.PostForm":                    {IO, "net/http.NewRequestWithContext"},
	"(*net/http.Client).Get":               {IO, "net/http.NewRequestWithContext"},
	"(*net/http.Client).Head":              {IO, "net/http.NewRequestWithContext"},
	"(*net/http.Client).Post":              {IO, "net/http.NewRequestWithContext"},
	"(*net/http.Client).PostForm":          {IO, "net/http.NewRequestWithContext"},
	"net/http.ListenAndServe":              {IO, ""},
	"net/http.ListenAndServeTLS":           {IO, ""},
	"net/http.Serve":                       {IO, ""},
	"net/http.ServeTLS":                    {IO, ""},
	"(*net/http.Server).ListenAndServe":    {IO, ""},
	"(*net/http.Server).ListenAndServeTLS": {IO, ""},
	"(*net/http.Server).Serve":             {IO, ""},
	"(*net/http.Server).ServeTLS":          {IO, ""},
	"net/rpc.Dial":                         {IO, ""},
	"(*net/rpc.Client).Call":               {IO, ""},

	"(*os/exec.Cmd).Run":            {IO, "os/exec.CommandContext"},
	"(*os/exec.Cmd).Output":         {IO, "os/exec.CommandContext"},
	"(*os/exec.Cmd).CombinedOutput": {IO, "os/exec.CommandContext"},
	"(*os/exec.Cmd).Wait":           {IO, "os/exec.CommandContext"},
	"(*os.Process).Wait":            {IO, ""},

	"(*bufio.Scanner).Scan":           {IO, ""},
	"(*bufio.Reader).ReadByte":        {IO, ""},
	"(*bufio.Reader).ReadBytes":       {IO, ""},
	"(*bufio.Reader).ReadLine":        {IO, ""},
	"(*bufio.Reader).ReadRune":        {IO, ""},
	"(*bufio.Reader).ReadString":      {IO, ""},
	"io.Copy":                         {IO, ""},
	"io.CopyBuffer":                   {IO, ""},
	"io.CopyN":                        {IO, ""},
	"io.ReadAll":                      {IO, ""},
	"io.ReadFull":                     {IO, ""},
	"(*io.PipeReader).Read":           {IO, ""},
	"(*io.PipeWriter).Write":          {IO, ""},
	"(*encoding/json.Decoder).Decode": {IO, ""},
	"(*encoding/gob.Decoder).Decode":  {IO, ""},

	"(*database/sql.DB).Begin":      {IO, "(*database/sql.DB).BeginTx"},
	"(*database/sql.DB).Exec":       {IO, "(*database/sql.DB).ExecContext"},
	"(*database/sql.DB).Ping":       {IO, "(*database/sql.DB).PingContext"},
	"(*database/sql.DB).Prepare":    {IO, "(*database/sql.DB).PrepareContext"},
	"(*database/sql.DB).Query":      {IO, "(*database/sql.DB).QueryContext"},
	"(*database/sql.DB).QueryRow":   {IO, "(*database/sql.DB).QueryRowContext"},
	"(*database/sql.Stmt).Exec":     {IO, "(*database/sql.Stmt).ExecContext"},
	"(*database/sql.Stmt).Query":    {IO, "(*database/sql.Stmt).QueryContext"},
	"(*database/sql.Stmt).QueryRow": {IO, "(*database/sql.Stmt).QueryRowContext"},
	"(*database/sql.Tx).Exec":       {IO, "(*database/sql.Tx).ExecContext"},
	"(*database/sql.Tx).Prepare":    {IO, "(*database/sql.Tx).PrepareContext"},
	"(*database/sql.Tx).Query":      {IO, "(*database/sql.Tx).QueryContext"},
	"(*database/sql.Tx).QueryRow":   {IO, "(*database/sql.Tx).QueryRowContext"},
	"(*database/sql.Tx).Stmt":       {IO, "(*database/sql.Tx).StmtContext"},
	"(*database/sql.Rows).Next":     {EndsSelf, ""},

	// Streams live by the context they were opened with.
	"(google.golang.org/grpc.ClientStream).RecvMsg":   {EndsSelf, ""},
	"(google.golang.org/grpc.ClientStream).SendMsg":   {EndsSelf, ""},
	"(google.golang.org/grpc.ClientStream).CloseSend": {EndsSelf, ""},
	"(google.golang.org/grpc.ServerStream).RecvMsg":   {EndsSelf, ""},
	"(google.golang.org/grpc.ServerStream).SendMsg":   {EndsSelf, ""},
	"google.golang.org/grpc.Dial":                     {IO, "google.golang.org/grpc.NewClient"},
	"(*google.golang.org/grpc.Server).Serve":          {IO, ""},

	"k8s.io/apimachinery/pkg/util/wait.Forever":               {Waits, "k8s.io/apimachinery/pkg/util/wait.UntilWithContext"},
	"k8s.io/apimachinery/pkg/util/wait.Until":                 {Waits, "k8s.io/apimachinery/pkg/util/wait.UntilWithContext"},
	"k8s.io/apimachinery/pkg/util/wait.NonSlidingUntil":       {Waits, "k8s.io/apimachinery/pkg/util/wait.NonSlidingUntilWithContext"},
	"k8s.io/apimachinery/pkg/util/wait.JitterUntil":           {Waits, "k8s.io/apimachinery/pkg/util/wait.JitterUntilWithContext"},
	"k8s.io/apimachinery/pkg/util/wait.BackoffUntil":          {Waits, "k8s.io/apimachinery/pkg/util/wait.BackoffUntilWithContext"},
	"k8s.io/apimachinery/pkg/util/wait.ExponentialBackoff":    {Sleeps, "k8s.io/apimachinery/pkg/util/wait.ExponentialBackoffWithContext"},
	"k8s.io/apimachinery/pkg/util/wait.Poll":                  {Sleeps, "k8s.io/apimachinery/pkg/util/wait.PollUntilContextTimeout"},
	"k8s.io/apimachinery/pkg/util/wait.PollImmediate":         {Sleeps, "k8s.io/apimachinery/pkg/util/wait.PollUntilContextTimeout"},
	"k8s.io/apimachinery/pkg/util/wait.PollInfinite":          {Waits, "k8s.io/apimachinery/pkg/util/wait.PollUntilContextCancel"},
	"k8s.io/apimachinery/pkg/util/wait.PollImmediateInfinite": {Waits, "k8s.io/apimachinery/pkg/util/wait.PollUntilContextCancel"},
	"k8s.io/apimachinery/pkg/util/wait.PollUntil":             {Waits, "k8s.io/apimachinery/pkg/util/wait.PollUntilContextCancel"},
	"k8s.io/apimachinery/pkg/util/wait.PollImmediateUntil":    {Waits, "k8s.io/apimachinery/pkg/util/wait.PollUntilContextCancel"},
	"(*k8s.io/apimachinery/pkg/util/wait.Group).Wait":         {Joins, ""},
	"k8s.io/client-go/tools/cache.WaitForCacheSync":           {Waits, "k8s.io/client-go/tools/cache.WaitFor"},
	"k8s.io/client-go/util/retry.OnError":                     {Sleeps, ""},
	"k8s.io/client-go/util/retry.RetryOnConflict":             {Sleeps, ""},
	"(k8s.io/client-go/util/flowcontrol.RateLimiter).Accept":  {Sleeps, "(k8s.io/client-go/util/flowcontrol.RateLimiter).Wait"},
	"(k8s.io/utils/clock.Clock).Sleep":                        {Sleeps, ""},

	"github.com/cenkalti/backoff.Retry":            {Sleeps, "github.com/cenkalti/backoff.WithContext"},
	"github.com/cenkalti/backoff.RetryNotify":      {Sleeps, "github.com/cenkalti/backoff.WithContext"},
	"github.com/cenkalti/backoff/v3.Retry":         {Sleeps, "github.com/cenkalti/backoff/v3.WithContext"},
	"github.com/cenkalti/backoff/v3.RetryNotify":   {Sleeps, "github.com/cenkalti/backoff/v3.WithContext"},
	"github.com/cenkalti/backoff/v4.Retry":         {Sleeps, "github.com/cenkalti/backoff/v4.WithContext"},
	"github.com/cenkalti/backoff/v4.RetryNotify":   {Sleeps, "github.com/cenkalti/backoff/v4.WithContext"},
	"github.com/cenkalti/backoff/v4.RetryWithData": {Sleeps, "github.com/cenkalti/backoff/v4.WithContext"},
	"github.com/avast/retry-go.Do":                 {Sleeps, "github.com/avast/retry-go.Context"},
	"github.com/avast/retry-go/v4.Do":              {Sleeps, "github.com/avast/retry-go/v4.Context"},

	"(github.com/Shopify/sarama.SyncProducer).SendMessage":                        {IO, ""},
	"(github.com/IBM/sarama.SyncProducer).SendMessage":                            {IO, ""},
	"(github.com/IBM/sarama.SyncProducer).SendMessages":                           {IO, ""},
	"(*github.com/confluentinc/confluent-kafka-go/v2/kafka.Consumer).Poll":        {IO, ""},
	"(*github.com/confluentinc/confluent-kafka-go/v2/kafka.Consumer).ReadMessage": {IO, ""},
	"(*github.com/confluentinc/confluent-kafka-go/v2/kafka.Producer).Flush":       {IO, ""},

	"(github.com/gomodule/redigo/redis.Conn).Do":            {IO, "github.com/gomodule/redigo/redis.DoContext"},
	"(github.com/gomodule/redigo/redis.Conn).Receive":       {IO, "github.com/gomodule/redigo/redis.ReceiveContext"},
	"(github.com/gomodule/redigo/redis.PubSubConn).Receive": {IO, "(github.com/gomodule/redigo/redis.PubSubConn).ReceiveContext"},
	"(*github.com/gomodule/redigo/redis.Pool).Get":          {IO, "(*github.com/gomodule/redigo/redis.Pool).GetContext"},

	"(*github.com/nats-io/nats.go.Conn).Flush":           {IO, "(*github.com/nats-io/nats.go.Conn).FlushWithContext"},
	"(*github.com/nats-io/nats.go.Conn).FlushTimeout":    {IO, "(*github.com/nats-io/nats.go.Conn).FlushWithContext"},
	"(*github.com/nats-io/nats.go.Conn).Request":         {IO, "(*github.com/nats-io/nats.go.Conn).RequestWithContext"},
	"(*github.com/nats-io/nats.go.Conn).RequestMsg":      {IO, "(*github.com/nats-io/nats.go.Conn).RequestMsgWithContext"},
	"(*github.com/nats-io/nats.go.Subscription).NextMsg": {IO, "(*github.com/nats-io/nats.go.Subscription).NextMsgWithContext"},
})

// Spawns reports whether fn is a method that runs the function it is given in
// a goroutine for which somebody waits.
func Spawns(fn *types.Func) bool { return spawns[listedName(fn)] }

var spawns = set(
	"(*sync.WaitGroup).Go",
	"(*golang.org/x/sync/errgroup.Group).Go",
	"(*golang.org/x/sync/errgroup.Group).TryGo",
	"(*github.com/hashicorp/go-multierror.Group).Go",
	"(*github.com/sourcegraph/conc.WaitGroup).Go",
	"(*github.com/sourcegraph/conc/pool.Pool).Go",
	"(*github.com/sourcegraph/conc/pool.ErrorPool).Go",
	"(*github.com/sourcegraph/conc/pool.ContextPool).Go",
	"(*k8s.io/apimachinery/pkg/util/wait.Group).Start",
	"(*k8s.io/apimachinery/pkg/util/wait.Group).StartWithContext",
	"(*k8s.io/apimachinery/pkg/util/wait.Group).StartWithChannel",
	"(*gopkg.in/tomb.v2.Tomb).Go",
)

// CallsEach returns which parameter of fn, the receiver being number 0, is a
// function that fn calls for one item after the other before it returns; -1
// if there is none.
func CallsEach(fn *types.Func) int {
	if i, ok := callsEach[listedName(fn)]; ok {
		return i
	}
	return -1
}

var callsEach = table(map[string]int{
	"path/filepath.Walk":    1,
	"path/filepath.WalkDir": 1,
	"io/fs.WalkDir":         2,
	"(*sync.Map).Range":     1,

	"(github.com/twmb/franz-go/pkg/kgo.Fetches).EachRecord":    1,
	"(github.com/twmb/franz-go/pkg/kgo.Fetches).EachPartition": 1,
	"(github.com/twmb/franz-go/pkg/kgo.Fetches).EachTopic":     1,
	"(*go.etcd.io/bbolt.Bucket).ForEach":                       1,
	"(*go.etcd.io/bbolt.Tx).ForEach":                           1,
})
