// What each rule of the linter finds and what comes of it, in Chinese: the twin of src/policy/lint/reasons.ts. A test holds the
// ids of both together.

export interface Reason {
  readonly title: string
  readonly why: string
}

const reason = (title: string, why: string): Reason => ({ title, why })

export const reasonsInChinese: ReadonlyMap<string, Reason> = new Map(
  Object.entries({
    // documents that are refused
    'trailing-comma': reason('最后一项之后多了逗号', 'JSON 不允许末尾逗号。'),
    'version-of-other-cloud': reason('版本不是 `2.0`', '只使用 `2.0`；日期是其他语言的版本。'),
    'inverted-element': reason(
      '使用了 `NotAction`、`NotResource` 或 `NotPrincipal`',
      '策略语言没有取反元素；可用一条全部允许加一条拒绝来表达。',
    ),
    'effect-spelling': reason('效果的写法不是 `allow` 或 `deny`', '其他写法不被识别。'),
    'action-typo': reason('操作名疑似拼写错误', '产品没有该操作，但有一个名称相近的操作。'),
    'product-typo': reason('产品简称疑似拼写错误', '没有该产品，但有一个名称相近的产品。'),
    'question-mark': reason('把 `?` 当作通配符', '唯一的通配符是 `*`。'),
    'feature-set': reason('使用了操作集合的名称', '`actionName/…` 与 `permid/…` 的含义未公开，须逐个写明操作。'),
    'resource-of-other-cloud': reason('使用了其他云的资源写法', '资源写作 `qcs::产品:地域:账号:资源`。'),
    'missing-segment': reason('资源不足六段', '空段也要保留冒号；文档中的五段写法是印刷错误。'),
    'project-number': reason('第二段写了项目', '此处项目已不再使用，该段应为空。'),
    'evaluated-account': reason('非预设策略使用了 `uin/-1`', '只有预设策略指使用者自己的账号；空段即创建策略的账号。'),
    'account-prefix': reason('账号前缺少 `uin/`', '该段须写明编号的种类。'),
    'misplaced-variable': reason('策略变量出现在不允许的位置', '变量可用于资源末段（对象路径除外）和条件的取值。'),
    'unknown-variable': reason('策略变量不存在', '只有三个：`${uin}`、`${owner_uin}`、`${app_id}`。'),
    'variable-operator': reason('运算符不支持策略变量', '地址、时间和布尔值不替换变量；变量只用于文本和数值运算符。'),
    'operator-of-other-cloud': reason(
      '使用了其他云的运算符写法',
      '运算符为小写加下划线，例如 `StringEquals` 在此为 `string_equal`。',
    ),
    'operator-typo': reason('运算符疑似拼写错误', '没有该运算符，但有一个名称相近的运算符。'),
    'operator-type': reason('运算符不能用于该通用条件键', '地址用 `ip_*`，时间用 `date_*`，标签用 `string_*`。'),
    'bare-truth': reason('`true` 或 `false` 没有加引号', '条件的取值是文本或数字。'),
    'oidc-condition-missing': reason(
      'OIDC 提供商缺少 `oidc:iss` 或 `oidc:aud` 条件',
      '缺少任一条件，签发给他人的令牌也能使用该角色。',
    ),
    'trust-everyone': reason('角色信任了所有人', '角色应只信任明确的对象。'),
    'principal-in-identity-policy': reason(
      '用于关联的策略写了委托人',
      '策略给谁由关联决定；只有角色的信任策略写委托人。',
    ),
    'policy-document-error': reason('不是策略文档', '须为严格的 JSON：一个含 `version` 和 `statement` 的对象。'),
    'policy-document-length-over-limit': reason('文档过长', '空白之外的字符计入长度。'),
    'version-error': reason('缺少版本', '文档须写明版本 `2.0`。'),
    'statement-error': reason('语句有误', '无法识别的元素会被拒绝：忽略它可能扩大授权。'),
    'effect-error': reason('效果缺失或无法识别', '语句须写明允许或拒绝。'),
    'action-miss': reason('缺少操作', '语句须写明涉及的操作。'),
    'action-error': reason('操作无法识别', '操作写作 `产品:操作名`。'),
    'action-service-not-exist': reason('操作所属的产品不存在', '产品简称由字母、数字和连字符组成。'),
    'action-not-exist': reason('产品没有该操作', '完整的操作名会在产品目录中查找。'),
    'resource-error': reason('资源缺失或无法识别', '语句须写明资源；信任策略的资源即其角色。'),
    'resource-qcs-error': reason('资源不是六段式', '资源为 `*` 或 `qcs::产品:地域:账号:资源`。'),
    'resource-project-error': reason('项目段无法识别', '第二段应为空。'),
    'resource-service-not-exist': reason('资源的产品无法识别', '产品简称由字母、数字、连字符和下划线组成。'),
    'not-support-product': reason('资源所属的产品未知', '语句的操作都属于已知产品，资源也应如此。'),
    'resource-region-error': reason('地域无法识别', '地域由小写字母、数字和连字符组成。'),
    'resource-uin-error': reason('账号无法识别', '账号写作 `uin/<编号>` 或 `uid/<AppId>`。'),
    'resource-content-error': reason('资源内容无法识别', '末段为普通文本，可含 `*` 和变量。'),
    'condition-error': reason('条件的结构不对', '条件包含运算符，运算符包含条件键，条件键包含取值。'),
    'condition-type-error': reason('运算符不存在或不适用于该条件键', '运算符名称区分大小写。'),
    'condition-content-error': reason('取值不适用于该运算符', '这样的条件永远不会成立。'),
    'principal-error': reason('委托人缺失或结构不对', '信任策略以 `qcs`、`service` 或 `federated` 写明信任谁。'),
    'principal-qcs-error': reason('委托人没有指明任何人', '账号、用户、角色和提供商都以六段式书写。'),
    'principal-service-not-exist': reason('该产品不能作为委托人', '产品以域名书写。'),
    // how a document is written
    'capital-element': reason('元素名以大写字母开头', '元素名为小写；两种写法在此均可识别，其他系统未必。'),
    'capital-effect': reason('`Allow` 或 `Deny` 使用了大写', '效果为小写。'),
    'ignored-element': reason('语句中的 `sid` 或 `id`', '策略语言没有这两个元素；会保留但没有任何作用。'),
    'single-statement': reason('语句没有放在列表中', '只有旧示例这样写；语法要求语句列表。'),
    'mixed-lists': reason('同一元素有时是文本、有时是单项列表', '含义相同，统一写法更便于比较。'),
    'outer-principal': reason('`principal` 与语句并列', '这种旧写法对所有语句生效；新写法由每条语句各自写明。'),
    'blank-in-action': reason('产品或操作名前后有空白', '此处忽略空白，其他系统可能把它当作名称的一部分。'),
    'blank-in-name': reason('运算符或条件键前后有空白', '此处忽略空白，其他系统可能找不到对应的运算符或条件键。'),
    'mixed-prefix': reason('部分操作有 `name/` 前缀而其他没有', '前缀不改变含义，统一写法更易读。'),
    'capital-product': reason('产品简称含大写字母', '简称为小写；此处比较不区分大小写，其他系统未必。'),
    'double-wildcard': reason('连续两个 `*`', '一个即可：它匹配任意长度的字符，包括斜杠。'),
    'empty-condition': reason('条件中没有运算符', '该条件总是成立。'),
    'near-length-limit': reason('文档接近长度上限', '下一条语句可能放不下；使用 `*` 或拆分为多条策略可以缩短。'),
    'many-statements': reason('语句过多', '难以看出授予了什么；拆分为多条各有名称的策略更易维护。'),
    // actions
    'unknown-product': reason('操作所属的产品未知', '不会有对它的调用：允许不产生权限，写错的拒绝什么也拦不住。'),
    'unknown-action': reason('模式没有匹配任何操作', '产品目前没有这样的操作：允许不产生权限，拒绝什么也拦不住。'),
    'wildcard-product': reason('操作的产品使用了通配', '会覆盖没有想到的产品，以及将来才有的产品。'),
    'wildcard-reaches-writes': reason('看似只读的模式也匹配写操作', '读策略的人会误以为它没有风险。'),
    'whole-product': reason('允许产品的全部操作和全部资源', '产品以后新增的操作（包括删除）也会一并授予。'),
    'wildcard-for-one': reason('模式只匹配一个操作', '直接写操作名即可，且不会随产品扩大。'),
    'repeated-action': reason('操作已被同一语句的其他操作覆盖', '它没有额外作用，反而掩盖了真正的授权。'),
    'reads-secrets': reason('操作会返回密钥或机密', '读到密钥或机密的人可以在任何地方以其所有者的身份操作。'),
    'operation-level-resource': reason(
      '为只按 `*` 鉴权的操作写了资源',
      '语句实际上不起作用：允许不产生权限，拒绝什么也拦不住。',
    ),
    'service-level-action': reason(
      '产品只按整体鉴权，却写了单个操作',
      '只有授予全部操作才有效；拒绝其中一个什么也拦不住。',
    ),
    // resources
    'short-region': reason('使用了地域简称', '与全称含义相同；调用和新文档使用全称。'),
    'unknown-region': reason('地域未知', '除非是专有云的地域，否则那里没有资源：允许不产生权限，拒绝什么也拦不住。'),
    'project-segment': reason('第二段写了项目', '此处项目已不再使用；该段会被忽略，应为空。'),
    'account-wildcard': reason('账号位置写了 `*`', '它并不代表所有账号，而是创建策略的账号，与空段相同。'),
    'app-id-owner': reason(
      '以 `uin/` 标识所有者的产品使用了 `uid/`',
      '只有对象存储及相关产品以 AppId 标识所有者；其他产品中往往是编号放错了位置。',
    ),
    'foreign-account': reason(
      '资源属于其他账号',
      '策略只作用于本账号；可扮演其他账号的角色，存储桶由其所有者开放，其余不能跨账号。',
    ),
    'empty-content': reason('资源内容为空', '它表示全部资源，却看似什么都没有。'),
    'star-slash-star': reason('资源内容为 `*/*`', '它等同于 `*`，也匹配不含斜杠的资源。'),
    'inner-wildcard': reason('资源中间有 `*`', '它也匹配斜杠，可能比看上去的一级更深；产品文档只说明它可用于末尾。'),
    placeholder: reason(
      '占位符没有替换',
      '它只是普通文本，没有资源叫这个名字。可用变量为 `${uin}`、`${owner_uin}`、`${app_id}`。',
    ),
    'other-product': reason('资源与语句中所有操作的产品不同', '调用只涉及本产品的资源，因此不会匹配。'),
    'unknown-resource-type': reason('没有操作使用该形式的资源', '产品以其他形式书写资源，因此语句不会匹配。'),
    'could-be-narrower': reason('可逐个授权的操作却写了全部资源', '这些操作都会写明涉及的资源，授权时也可以写明。'),
    'bucket-without-app-id': reason(
      '存储桶名没有以 AppId 结尾',
      '完整的存储桶名为 `名称-appid`，缺少编号则不匹配任何对象。',
    ),
    'bucket-of-other-app-id': reason(
      '存储桶名末尾的 AppId 与所有者不同',
      '名称前的账号与末尾的编号都表示所有者，此处不一致。',
    ),
    'old-bucket-form': reason(
      '存储桶使用旧写法 `prefix//appid/bucket`',
      '现在的调用使用 `bucket-appid/key`，旧写法不会匹配。',
    ),
    'leading-slash': reason('资源以斜杠开头', '末段以类型或名称开头，因此不会匹配。'),
    'doubled-type': reason('资源类型重复', '有些拒绝信息会显示 `instance/instance/ins-1`，资源本身只写一次类型。'),
    'blank-in-resource': reason('资源内容前后有空白', '空白与其他字符一样参与比较，因此不会匹配。'),
    'repeated-resource': reason('资源已被同一语句的其他资源覆盖', '它没有额外作用，反而掩盖了真正的授权。'),
    'two-accounts': reason('同一文档涉及多个账号的资源', '一条策略只用于一个账号；常常是其中一个编号写错了。'),
    // whole statements
    'allow-everything': reason('允许对全部资源执行全部操作', '拥有它的人可以做账号能做的一切，并可转授他人。'),
    'deny-everything': reason('拒绝对全部资源执行全部操作', '无论其他策略允许什么，拥有它的人什么也不能做。'),
    'deny-only': reason('文档只有拒绝', '它只收回其他策略的权限，本身不授予任何权限：没有语句允许的一律拒绝。'),
    'duplicate-statement': reason('语句与前面的语句相同', '以后可能只改其中一条而忘了另一条。'),
    'shadowed-statement': reason('语句已被另一条同效果的语句覆盖', '它不改变任何结果；较宽的那条往往只是测试用的。'),
    'allow-covered-by-deny': reason('允许被同一文档的拒绝覆盖', '拒绝优先，因此该允许不产生权限。'),
    'exception-after-deny': reason(
      '想用允许作为前面拒绝的例外',
      '语句的顺序没有意义；拒绝的例外只能写在它自己的条件中。',
    ),
    'idle-deny': reason('拒绝了文档没有允许的内容', '没有允许的本来就会被拒绝；它只对其他策略起作用。'),
    'mergeable-statements': reason('多条语句只有操作不同', '合并为一条包含全部操作的语句，含义相同。'),
    // ways to more rights
    'escalate-attach-policy': reason(
      '可为用户或用户组关联策略',
      '能关联任意策略的人可以给自己关联 AdministratorAccess。',
    ),
    'escalate-attach-role-policy': reason('可为角色关联策略', '可被扮演或传递给产品的角色，可以获得任何权限。'),
    'escalate-change-policy': reason('可修改已关联的策略', '他人拥有的策略，其新内容或新版本会立即生效。'),
    'escalate-create-policy': reason(
      '可创建策略',
      '新策略在关联前不产生权限；若服务端按策略中的委托人自动关联，则立即生效。',
    ),
    'escalate-detach-policy': reason('可解除或删除策略', '策略中的拒绝会随之消失。'),
    'escalate-join-group': reason('可将用户加入用户组', '把自己加入管理员组的人就成为管理员。'),
    'escalate-access-key': reason('可为其他用户创建或启用密钥', '他人的密钥具有他人的权限。'),
    'escalate-password': reason('可设置其他用户的密码', '知道管理员密码的人可以以管理员身份登录。'),
    'escalate-second-factor': reason('可取消二次校验', '取消后仅凭密码即可登录，敏感操作也不再校验。'),
    'escalate-trust': reason('可修改角色信任谁', '角色信任谁，谁就得到它的权限。'),
    'escalate-boundary': reason('可修改或移除权限边界', '能被移除的边界约束不了任何人。'),
    'escalate-identity-provider': reason(
      '可创建或修改身份提供商',
      '提供商决定某人是谁：掌握其密钥即掌握所有通过它登录或扮演角色的人。',
    ),
    'escalate-pass-role': reason('可将任意角色传递给产品', '产品以所得角色的权限行事，听从操作它的人。'),
    'escalate-assume-role': reason(
      '可扮演任意角色',
      '账号中所有信任本账号的角色（包括将来的）以及其他账号的此类角色都会开放。',
    ),
    'service-linked-role': reason('可创建服务相关角色', '这类角色给予产品本账号内的权限，客户无法修改。'),
    'stops-audit': reason('可停止操作记录', '此后的操作不再留下痕迹。'),
    'escalate-all-of-cam': reason('拥有访问管理的全部操作', '拥有它的人可以通过多种方式给自己任何权限。'),
    'escalate-tagging': reason('可修改同一文档据以授权的标签', '能为资源打标签的人可以让资源落入自己的授权范围。'),
    // condition keys
    'unknown-general-key': reason('通用条件键不存在', '没有请求带有该键，条件判断的总是缺失的键。'),
    'key-case': reason('条件键的大小写与已知的不同', '条件键区分大小写，因此它在所有请求中都缺失。'),
    'unlisted-key': reason(
      '没有文档说明的产品条件键',
      '产品可以有自己的条件键；若是拼写错误，条件判断的总是缺失的键。',
    ),
    'old-tag-key': reason('`qcs:tag` 是 `qcs:resource_tag` 的旧名', '两个名称指同一个列表。'),
    'key-type': reason('运算符与条件键的类型不符', '把数字当文本或把文本当时间比较，几乎不会成立。'),
    'address-as-text': reason('把地址当作文本比较', '同一地址有多种写法，网段也永远不等于某个地址。'),
    'binary-operator': reason('使用了 `binary_equal`', '对它的说明不一致；此处按文本比较，用 `string_equal` 更明确。'),
    'set-operator-on-single': reason(
      '对单值条件键使用 `for_any_value` 或 `for_all_value`',
      '请求中只有一个值，两者没有区别。',
    ),
    'ip-not-passed': reason(
      '对不带地址的调用设置了地址条件',
      '该键缺失：除非运算符以 `_if_exist` 结尾，否则允许不成立，拒绝不生效。',
    ),
    'tag-not-passed': reason(
      '对不带标签的调用设置了标签条件',
      '该键缺失：除非运算符以 `_if_exist` 结尾，否则允许不成立，拒绝不生效。',
    ),
    'factor-value': reason(
      '二次校验的取值不会出现',
      '`mfa` 为 `0` 或 `1`，`qcs:mfa` 为 `true` 或 `false`；其他文本都不相等。',
    ),
    'always-present': reason('对总是存在的键使用 `null_equal`', '`"false"` 总是成立，`"true"` 永不成立。'),
    'tag-authorisation-operator': reason(
      '对资源标签使用 `for_all_value`',
      '按标签授权的文档使用 `for_any_value`；`for_all_value` 会拒绝带有其他标签的资源。',
    ),
    // values of conditions
    'wildcard-in-equal': reason(
      '`string_equal` 的取值含有 `*`',
      '在此它只是普通字符；`string_like` 才把它当作通配符。',
    ),
    'like-without-wildcard': reason('`string_like` 没有使用 `*`', '`string_equal` 含义相同，且可用于列表。'),
    'inner-like-wildcard': reason('`string_like` 取值的中间有 `*`', '其他系统的文档只说明它可用于首尾。'),
    'repeated-value': reason('取值已被同一键的其他取值覆盖', '任一取值即可成立，较窄的取值没有作用。'),
    'tag-without-value': reason('标签没有写作 `键&值`', '该条件键是完整的标签；没有 `&` 就不会与任何标签相等。'),
    'tag-of-any-value': reason(
      '标签只写了键',
      '要判断资源是否带有某个标签（不论取值），请对 `qcs:resource_tag/<键>` 使用 `null_equal` 与 `"false"`。',
    ),
    'tag-pair-in-value': reason(
      '只比较标签值的位置写了完整标签',
      '`qcs:resource_tag/<键>` 的斜杠之后已是键，只比较值。',
    ),
    'host-bits': reason('网段的起始地址不在边界上', '前缀之后的位会被忽略；可能想写单个地址或其他前缀。'),
    'every-address': reason('网段包含所有地址', '任何地址都在其中，条件要么没有作用，要么永不成立。'),
    'mapped-address': reason('以 IPv6 形式书写的 IPv4 地址', '此处按 IPv4 比较，其他系统未必。'),
    'private-address': reason('以内网地址作为调用来源', '经互联网的调用来自公网地址；内网地址只在云内网络中可见。'),
    'date-form': reason(
      '时间没有写作带时区的 ISO 8601',
      '此处容许空格，缺少时区按 UTC 处理；其他系统可能拒绝或当作本地时间。',
    ),
    'date-over': reason('时间已过', '条件不再可能成立：允许已失效，或拒绝已不生效。'),
    'date-begun': reason('开始时间已过', '条件自那时起一直成立，可以删除。'),
    'unencoded-value': reason('对象存储的参数没有 URL 编码', '请求参数的取值按编码后的形式比较，例如 `image%2Fjpeg`。'),
    'value-placeholder': reason('条件取值中有占位符', '它只是普通文本，不会与任何值相等。'),
    // what conditions say together
    'deny-passes-missing-key': reason(
      '以否定运算符拒绝，而该键可能缺失',
      '键缺失时否定运算符不成立（与其他云不同）：不带该键的请求不会被拒绝。使用 `_if_exist` 可以弥补。',
    ),
    'allow-refuses-missing-key': reason(
      '以否定运算符允许，而该键可能缺失',
      '键缺失时否定运算符不成立，因此不带该键的请求会被拒绝。',
    ),
    'allow-if-exist': reason(
      '以 `_if_exist` 允许，而该键本用于限制',
      '键缺失时条件成立：没有标签的资源或不带地址的调用会被允许。',
    ),
    'needless-if-exist': reason('对总是存在的键使用 `_if_exist`', '键总是存在，它没有任何作用。'),
    'null-equal-both': reason('`null_equal` 同时写了 `"true"` 与 `"false"`', '任一即可成立，因此它总是成立。'),
    'null-equal-contradiction': reason(
      '要求同一键既缺失又有值',
      '`null_equal` 为 `"true"` 时要求键缺失或为空，另一运算符要求有值，两者不可能同时成立。',
    ),
    'contradictory-values': reason('同一键的条件没有任何取值能同时满足', '语句的条件须全部成立，因此该语句永不匹配。'),
    'empty-range': reason('时间或数值范围的结束早于开始', '语句的条件须全部成立，因此该语句永不匹配。'),
    'disjoint-addresses': reason('各网段没有共同的地址', '语句的条件须全部成立，因此该语句永不匹配。'),
    'deny-needs-all-values': reason(
      '以 `for_all_value` 拒绝，缺失或多出一个值即可绕过',
      '请求的每个值都须满足：多一个标签或没有标签，拒绝就不生效。',
    ),
    'all-values-is-no-intersection': reason(
      '`for_all_value` 写了多个取值',
      '它要求请求没有这些之外的值，而不要求请求具有全部这些值。',
    ),
    'any-value-differs': reason(
      '只要有一个标签不同，否定运算符即成立',
      '多个值中任一满足即可，而资源往往有多个标签。`for_all_value:` 才要求没有一个是所写的值。',
    ),
    'excluded-value': reason('取值被同一键的其他运算符排除', '语句的条件须全部成立，因此该取值永远不会匹配。'),
    // trust policies
    'foreign-root-without-external-id': reason(
      '信任其他账号但没有外部 ID',
      '服务多个客户的公司可能被诱导代他人使用该角色；外部 ID 用于区分客户。',
    ),
    'short-external-id': reason('外部 ID 容易被猜到', '只有他人不知道时它才有用。'),
    'saml-audience-missing': reason(
      'SAML 提供商缺少 `saml:aud` 条件',
      '否则提供商签发给他人的断言只能靠接收方来区分。',
    ),
    'oidc-subject-missing': reason(
      'OIDC 提供商缺少 `oidc:sub` 条件',
      '提供商为该客户端签发令牌的任何人都能使用该角色，例如共享构建服务中的所有任务。',
    ),
    'oidc-subject-open': reason('`oidc:sub` 的模式匹配所有人', '看似限制，实际没有限制。'),
    'unknown-service-principal': reason('没有产品使用该域名', '没有产品会以该名称请求角色。'),
    'wide-trust-action': reason(
      '信任策略允许的调用使用了通配',
      '角色只能通过三个调用使用，每种委托人只能使用其中一个。',
    ),
    'trust-call-mismatch': reason(
      '委托人无法发起所信任的调用',
      '账号和产品调用 AssumeRole，身份提供商调用其协议对应的接口；该语句不会放行任何人。',
    ),
    'foreign-call': reason('信任策略中的操作不能用于使用角色', '只有三个用于使用角色的调用会查询信任策略。'),
    'repeated-principal': reason('委托人已被另一个委托人覆盖', '账号的 root 代表其中的所有人。'),
  }),
)

/** A finding in Chinese: which statement, what the rule finds, and the texts that the English sentence quotes. */
export function findingInChinese({ rule, message }: { readonly rule: string; readonly message: string }): string {
  const title = reasonsInChinese.get(rule)?.title
  if (title === undefined) return message
  const [, statement] = /^statement (\d+):/.exec(message) ?? []
  const quoted = [...new Set(message.match(/"[^"]+"/g))].join('、')
  return `${statement === undefined ? '' : `语句 ${statement}：`}${title}${quoted === '' ? '' : `（${quoted}）`}`
}
