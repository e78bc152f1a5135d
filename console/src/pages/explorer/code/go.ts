// Go with the vendor's library: its common client, which knows every action. Pure.
import { addressOf, type CodeCall, compact, pretty, quoted } from './code-call.ts'

/** A raw string where there may be one: it can hold no backquote. */
const goText = (call: CodeCall): string => (pretty(call).includes('`') ? quoted(compact(call)) : `\`${pretty(call)}\``)

export function go(call: CodeCall): string {
  const { host, secure } = addressOf(call)
  return `// go get github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common
package main

import (
	"fmt"
	"os"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tchttp "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/http"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
)

func main() {
	credential := common.NewTokenCredential(
		os.Getenv("TENCENTCLOUD_SECRET_ID"),
		os.Getenv("TENCENTCLOUD_SECRET_KEY"),
		os.Getenv("TENCENTCLOUD_TOKEN"),
	)
	settings := profile.NewClientProfile()
	settings.HttpProfile.Scheme = "${secure ? 'HTTPS' : 'HTTP'}"
	settings.HttpProfile.Endpoint = ${quoted(host)}
	settings.HttpProfile.ReqMethod = "POST"
	client := common.NewCommonClient(credential, ${quoted(call.region)}, settings)

	request := tchttp.NewCommonRequest(${quoted(call.product)}, ${quoted(call.version)}, ${quoted(call.action)})
	params := ${goText(call)}
	if err := request.SetActionParameters(params); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}

	response := tchttp.NewCommonResponse()
	if err := client.Send(request, response); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(string(response.GetBody()))
}
`
}
