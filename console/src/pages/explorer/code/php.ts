// PHP with the vendor's library: its common client, which knows every action. Pure.
import { addressOf, type CodeCall, pretty, quoted } from './code-call.ts'

/** Hosts, versions and names: without anything that PHP would read between double quotes. */
const phpText = (text: string): string => quoted(text).replaceAll('$', '\\$')

export function php(call: CodeCall): string {
  const { host, secure } = addressOf(call)
  return `<?php
// composer require tencentcloud/common
require_once __DIR__ . '/vendor/autoload.php';

use TencentCloud\\Common\\CommonClient;
use TencentCloud\\Common\\Credential;
use TencentCloud\\Common\\Exception\\TencentCloudSDKException;
use TencentCloud\\Common\\Profile\\ClientProfile;
use TencentCloud\\Common\\Profile\\HttpProfile;

$credential = new Credential(
    getenv('TENCENTCLOUD_SECRET_ID'),
    getenv('TENCENTCLOUD_SECRET_KEY'),
    getenv('TENCENTCLOUD_TOKEN') ?: null
);
$http = new HttpProfile();
$http->setProtocol('${secure ? 'https' : 'http'}://');
$http->setEndpoint(${phpText(host)});
$profile = new ClientProfile();
$profile->setHttpProfile($http);
$client = new CommonClient(${phpText(call.product)}, ${phpText(call.version)}, $credential, ${phpText(call.region)}, $profile);

$params = json_decode(<<<'JSON'
${pretty(call)}
JSON, true);

try {
    $answer = $client->callJson(${phpText(call.action)}, $params ?: new ArrayObject());
    echo json_encode($answer, JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE), PHP_EOL;
} catch (TencentCloudSDKException $error) {
    fwrite(STDERR, $error . PHP_EOL);
    exit(1);
}
`
}
