// What each rule of the linter finds and what comes of it, for documents and for whoever shows findings to people. Apart from
// the rules, so that code that only lints does not carry the prose. A test holds ids of both sides together.

export interface RuleReason {
  /** What is found, as a noun. */
  readonly title: string
  /** What comes of it. */
  readonly why: string
}

const reason = (title: string, why: string): RuleReason => ({ title, why })

export const RULE_REASONS: ReadonlyMap<string, RuleReason> = new Map(
  Object.entries({
    // documents that are refused
    'trailing-comma': reason('A comma behind the last entry', 'JSON has no such comma.'),
    'version-of-other-cloud': reason(
      'A version that is not `2.0`',
      'Only `2.0` is in use; dates are versions of another language.',
    ),
    'inverted-element': reason(
      '`NotAction`, `NotResource` or `NotPrincipal`',
      'The language has no inverted elements. An allow of everything and a deny of the rest says as much.',
    ),
    'effect-spelling': reason('An effect in other letters than `allow` and `deny`', 'No other spelling is read.'),
    'action-typo': reason(
      'An action whose name has a slip in it',
      'The product has no action of that name, and one that differs a little.',
    ),
    'product-typo': reason(
      'A product whose abbreviation has a slip in it',
      'There is no product of that name, and one that differs a little.',
    ),
    'question-mark': reason('`?` as a wildcard', 'The only wildcard is `*`.'),
    'feature-set': reason(
      'A named set of actions',
      'What `actionName/…` and `permid/…` stand for is not public; the actions have to be named.',
    ),
    'resource-of-other-cloud': reason(
      'A resource name of another cloud',
      'Resources are written `qcs::product:region:account:resource`.',
    ),
    'missing-segment': reason(
      'A resource with fewer than six segments',
      'Empty segments keep their colons. Printed five-segment resources are faults of the print.',
    ),
    'project-number': reason(
      'A project in the second segment',
      'Projects are a thing of the past there; the segment stays empty.',
    ),
    'evaluated-account': reason(
      '`uin/-1` in a policy that is no preset',
      'Only presets are about the account of whoever has them. An empty segment is the account that made the policy.',
    ),
    'account-prefix': reason('An account without `uin/` before it', 'The segment says what kind of number it is.'),
    'misplaced-variable': reason(
      'A policy variable where none can stand',
      'Variables stand in the last segment of a resource, but not in the path of an object, and in values of conditions.',
    ),
    'unknown-variable': reason(
      'A policy variable that does not exist',
      'There are three: `${uin}`, `${owner_uin}` and `${app_id}`.',
    ),
    'variable-operator': reason(
      'A policy variable in an operator that takes none',
      'Addresses, times and truths are not looked up; variables are for operators of texts and numbers.',
    ),
    'operator-of-other-cloud': reason(
      'An operator in the spelling of another cloud',
      'Operators are lowercase with underscores; `StringEquals` is `string_equal` here.',
    ),
    'operator-typo': reason(
      'An operator whose name has a slip in it',
      'There is no operator of that name, and one that differs a little.',
    ),
    'operator-type': reason(
      'An operator that cannot judge a general key',
      'Addresses are judged by `ip_*`, times by `date_*`, tags by `string_*` operators.',
    ),
    'bare-truth': reason('`true` or `false` without quotes', 'Values of conditions are texts or numbers.'),
    'oidc-condition-missing': reason(
      'An OIDC provider without `oidc:iss` or `oidc:aud`',
      'Without both, tokens that were made for somebody else would open the role.',
    ),
    'trust-everyone': reason('A role that trusts everyone', 'A role is trusted to somebody in particular.'),
    'principal-in-identity-policy': reason(
      'A principal in a policy that is attached',
      'Whom such a policy is for is said by attaching it. Trust policies of roles have principals.',
    ),
    'policy-document-error': reason(
      'A text that is no policy document',
      'It must be strict JSON: one object with `version` and `statement`.',
    ),
    'policy-document-length-over-limit': reason(
      'A document that is too long',
      'Characters apart from blanks are counted.',
    ),
    'version-error': reason('A missing version', 'A document says that its version is `2.0`.'),
    'statement-error': reason(
      'A faulty statement',
      'Elements that are not understood are refused: leaving one out could widen a grant.',
    ),
    'effect-error': reason('A missing or unreadable effect', 'A statement allows or denies.'),
    'action-miss': reason('A missing action', 'A statement says what it is about.'),
    'action-error': reason('An unreadable action', 'Actions are written `product:Action`.'),
    'action-service-not-exist': reason(
      'An action of a product that does not exist',
      'Abbreviations have letters, digits and hyphens.',
    ),
    'action-not-exist': reason(
      'An action that its product does not have',
      'A full name is looked up in the catalog of its product.',
    ),
    'resource-error': reason(
      'A missing or unreadable resource',
      'A statement says what it is about; one of a trust policy is about its role.',
    ),
    'resource-qcs-error': reason(
      'A resource that is not in six segments',
      'Resources are `*` or `qcs::product:region:account:resource`.',
    ),
    'resource-project-error': reason('An unreadable project', 'The second segment stays empty.'),
    'resource-service-not-exist': reason(
      'An unreadable product of a resource',
      'Abbreviations have letters, digits, hyphens and underscores.',
    ),
    'not-support-product': reason(
      'A resource of a product that nobody knows',
      'All actions of the statement belong to known products, so the resource should, too.',
    ),
    'resource-region-error': reason('An unreadable region', 'Regions have lowercase letters, digits and hyphens.'),
    'resource-uin-error': reason('An unreadable account', 'Accounts are written `uin/<number>` or `uid/<AppId>`.'),
    'resource-content-error': reason(
      'An unreadable content of a resource',
      'The last segment is plain text with `*` and variables.',
    ),
    'condition-error': reason(
      'A condition of a wrong shape',
      'A condition has operators, these have keys, and these have values.',
    ),
    'condition-type-error': reason(
      'An operator that does not exist, or not for this key',
      'Names of operators are compared with regard to case.',
    ),
    'condition-content-error': reason('A value that its operator cannot use', 'It could never hold.'),
    'principal-error': reason(
      'A missing or misshapen principal',
      'A trust policy says whom the role trusts, by `qcs`, `service` or `federated`.',
    ),
    'principal-qcs-error': reason(
      'A principal that names nobody',
      'Accounts, users, roles and providers are named by six segments.',
    ),
    'principal-service-not-exist': reason('A product that is no principal', 'Products are named by a domain.'),
    // how a document is written
    'capital-element': reason(
      'The name of an element that begins with a capital',
      'Element names are lowercase. Both spellings are read, but other readers may know only one.',
    ),
    'capital-effect': reason('`Allow` or `Deny` with a capital', 'The effect is lowercase.'),
    'ignored-element': reason(
      '`sid` or `id` in a statement',
      'The language has no such elements. They are kept and mean nothing.',
    ),
    'single-statement': reason(
      'A statement without a list around it',
      'Only old samples are written like that; the grammar has a list of statements.',
    ),
    'mixed-lists': reason(
      'An element that is a text here and a list of one text there',
      'Both mean the same; one style is easier to compare.',
    ),
    'outer-principal': reason(
      '`principal` beside the statements',
      'The old form holds for all statements. In the newer one each statement says whom it is for.',
    ),
    'blank-in-action': reason(
      'Blanks around the product or the name of an action',
      'They are ignored here. Other readers may take them for a part of the name.',
    ),
    'blank-in-name': reason(
      'Blanks around an operator or a condition key',
      'They are ignored here. Other readers may find no such operator or key.',
    ),
    'mixed-prefix': reason(
      '`name/` before some actions and not before others',
      'The prefix changes nothing, so one style is easier to read.',
    ),
    'capital-product': reason(
      'The abbreviation of a product with capitals',
      'Abbreviations are lowercase. They are compared without regard to case here, and not everywhere.',
    ),
    'double-wildcard': reason(
      'Two `*` in a row',
      'One covers as much: it stands for any run of characters, slashes included.',
    ),
    'empty-condition': reason('A condition without an operator', 'It always holds.'),
    'near-length-limit': reason(
      'A document that is nearly too long',
      'The next statement may not fit. Patterns with `*` and several policies keep documents short.',
    ),
    'many-statements': reason(
      'A document of many statements',
      'Nobody can say what it grants by reading it. Several policies with names of their own are easier to keep.',
    ),
    // actions
    'unknown-product': reason(
      'An action of a product that nobody knows',
      'No call is ever made to it: an allow gives nothing, and a deny with a slip in it stops nothing.',
    ),
    'unknown-action': reason(
      'A pattern that covers no action',
      'The product has no such action today: an allow gives nothing, and a deny stops nothing.',
    ),
    'wildcard-product': reason(
      'A pattern for the product of an action',
      'It covers products that nobody thought of, and those that do not exist yet.',
    ),
    'wildcard-reaches-writes': reason(
      'A pattern that looks like reading and also covers actions that write',
      'A reader of the policy takes it for harmless.',
    ),
    'whole-product': reason(
      'All actions of a product on everything',
      'Actions that the product gets later are granted too, deleting ones among them.',
    ),
    'wildcard-for-one': reason(
      'A pattern that covers a single action',
      'The name itself says as much, and does not grow.',
    ),
    'repeated-action': reason(
      'An action that another one of the statement covers',
      'It says nothing more, and hides what is really granted.',
    ),
    'reads-secrets': reason(
      'Actions that answer with secrets',
      'Whoever reads a key or a secret can do what its owner can, from anywhere.',
    ),
    'operation-level-resource': reason(
      'A resource for actions that are checked on `*` only',
      'The statement silently does nothing: an allow gives nothing, and a deny stops nothing.',
    ),
    'service-level-action': reason(
      'A single action of a product that is only checked as a whole',
      'Only a grant of all its actions counts; a deny of one of them stops nothing.',
    ),
    // resources
    'short-region': reason(
      'The short name of a region',
      'It means the same as the long one, which calls and newer documents use.',
    ),
    'unknown-region': reason(
      'A region that is not known',
      'Unless a private cloud has it, no resource lies there: an allow gives nothing, and a deny stops nothing.',
    ),
    'project-segment': reason(
      'A project in the second segment',
      'Projects are a thing of the past there. The segment is ignored and should be empty.',
    ),
    'account-wildcard': reason(
      '`*` in the place of the account',
      'It does not mean every account but the one that made the policy, as an empty segment does.',
    ),
    'app-id-owner': reason(
      '`uid/` in resources of a product that knows owners by `uin/`',
      'Only object storage and its relatives name owners by AppId; elsewhere the number is easily a uin in the wrong place.',
    ),
    'foreign-account': reason(
      'A resource of another account',
      'A policy reaches its own account. Roles of others can be assumed, buckets opened by their owner; nothing else crosses over.',
    ),
    'empty-content': reason('A resource without content', 'It means everything, and looks like nothing.'),
    'star-slash-star': reason('`*/*` as the content', 'It means `*`: resources without a slash too.'),
    'inner-wildcard': reason(
      '`*` in the middle of a resource',
      'It covers slashes, so it may reach deeper than the one level that it looks like; the vendor documents it at the end only.',
    ),
    placeholder: reason(
      'A placeholder that was not filled in',
      'It is text like any other, so no resource has that name. Variables are `${uin}`, `${owner_uin}` and `${app_id}`.',
    ),
    'other-product': reason(
      'A resource of another product than all actions of the statement',
      'Calls name resources of their own product, so it matches none of them.',
    ),
    'unknown-resource-type': reason(
      'A resource of a form that none of the actions has',
      'The product names its resources otherwise, so the statement never matches.',
    ),
    'could-be-narrower': reason(
      'Every resource for actions that can be granted one by one',
      'All of these actions name the resource that they touch, so the grant could name it too.',
    ),
    'bucket-without-app-id': reason(
      'A bucket whose name does not end in an AppId',
      'The full name of a bucket is `name-appid`; without the number no object matches.',
    ),
    'bucket-of-other-app-id': reason(
      'A bucket whose name ends in another AppId than its owner has',
      'The account before the name and the number at its end say who owns the bucket; here they differ.',
    ),
    'old-bucket-form': reason(
      'A bucket in the old form `prefix//appid/bucket`',
      'Calls name buckets as `bucket-appid/key` today, and the old form does not match those.',
    ),
    'leading-slash': reason(
      'A resource that begins with a slash',
      'The last segment begins with a type or a name, so nothing matches.',
    ),
    'doubled-type': reason(
      'A resource whose type is written twice',
      'Some denials print `instance/instance/ins-1`; the resource itself has the type once.',
    ),
    'blank-in-resource': reason(
      'Blanks around the content of a resource',
      'They are compared like other characters, so no resource matches.',
    ),
    'repeated-resource': reason(
      'A resource that another one of the statement covers',
      'It says nothing more, and hides what is really granted.',
    ),
    'two-accounts': reason(
      'Resources of several accounts in one document',
      'A policy is for one account. Often one number is a slip.',
    ),
    // whole statements
    'allow-everything': reason(
      'An allow of every action on every resource',
      'Whoever has it can do everything that the account can, and give that to others.',
    ),
    'deny-everything': reason(
      'A deny of every action on every resource',
      'Whoever has it can do nothing at all, whatever other policies allow.',
    ),
    'deny-only': reason(
      'A document of denies',
      'It takes away what other policies allow. By itself it grants nothing: what no statement allows is refused.',
    ),
    'duplicate-statement': reason(
      'A statement that says the same as an earlier one',
      'One of them may be changed later and the other be forgotten.',
    ),
    'shadowed-statement': reason(
      'A statement that another one of the same effect covers',
      'It changes no answer. Often the wider one was meant for a test.',
    ),
    'allow-covered-by-deny': reason(
      'An allow that a deny of the same document covers',
      'A deny wins wherever it matches, so the allow gives nothing.',
    ),
    'exception-after-deny': reason(
      'An allow that is meant as an exception to a deny before it',
      'The order of statements means nothing, and a deny has no exceptions but those of its own condition.',
    ),
    'idle-deny': reason(
      'A deny of what the document does not allow',
      'It changes nothing here, as what is not allowed is refused. It only counts against other policies.',
    ),
    'mergeable-statements': reason(
      'Statements that differ in their actions only',
      'One statement with all the actions says the same.',
    ),
    // ways to more rights
    'escalate-attach-policy': reason(
      'Attaching policies to users or groups',
      'Whoever may attach any policy can attach AdministratorAccess to itself.',
    ),
    'escalate-attach-role-policy': reason(
      'Attaching policies to roles',
      'A role that somebody may assume, or pass to a product, can be given every right.',
    ),
    'escalate-change-policy': reason(
      'Changing policies that are attached already',
      'A new text or version of a policy that somebody has is in force at once.',
    ),
    'escalate-create-policy': reason(
      'Making policies',
      'A new policy gives nothing until it is attached. A server that attaches by the principal in the policy does that at once.',
    ),
    'escalate-detach-policy': reason(
      'Detaching or deleting policies',
      'A deny goes with the policy that it stands in.',
    ),
    'escalate-join-group': reason(
      'Putting users into groups',
      'Whoever puts itself into the group of the administrators is one.',
    ),
    'escalate-access-key': reason(
      'Making or reviving keys of other users',
      'A key of somebody else has the rights of that one.',
    ),
    'escalate-password': reason(
      'Setting passwords of other users',
      'Whoever knows the password of an administrator can sign in as one.',
    ),
    'escalate-second-factor': reason(
      'Taking second factors away',
      'Without them a password alone is enough, and sensitive operations ask for nothing more.',
    ),
    'escalate-trust': reason('Changing whom roles trust', 'A role that trusts somebody gives its rights to that one.'),
    'escalate-boundary': reason(
      'Changing or removing permissions boundaries',
      'A boundary that can be taken off bounds nobody.',
    ),
    'escalate-identity-provider': reason(
      'Making or changing identity providers',
      'A provider says who somebody is: its keys are keys to all who sign in, or assume roles, through it.',
    ),
    'escalate-pass-role': reason(
      'Passing any role to a product',
      'A product acts with the rights of the role that it was given, for whoever directs it.',
    ),
    'escalate-assume-role': reason(
      'Assuming any role',
      'Every role of the account that trusts the account is open, present and future ones, and so are those of other accounts.',
    ),
    'service-linked-role': reason(
      'Making service-linked roles',
      'Such a role gives a product rights in the account that customers cannot change.',
    ),
    'stops-audit': reason('Stopping the record of what was done', 'What is done afterwards leaves no trace.'),
    'escalate-all-of-cam': reason(
      'All actions of access management',
      'Whoever has it can give itself every other right, in many ways.',
    ),
    'escalate-tagging': reason(
      'Changing tags by which the same document grants',
      'Whoever may tag a resource brings it under its own grant.',
    ),
    // condition keys
    'unknown-general-key': reason(
      'A key of the general ones that does not exist',
      'No request carries it, so the condition judges a missing key.',
    ),
    'key-case': reason(
      'A condition key in other case than the known one',
      'Keys are compared with regard to case, so this one is missing in every request.',
    ),
    'unlisted-key': reason(
      'A key of a product that no document describes',
      'Products may have keys of their own. If this one has a slip in it, the condition judges a missing key.',
    ),
    'old-tag-key': reason('`qcs:tag`, the older name of `qcs:resource_tag`', 'Both names mean the same list.'),
    'key-type': reason(
      'An operator that does not fit the kind of the key',
      'A number compared as text, or a text as a time, hardly ever holds.',
    ),
    'address-as-text': reason(
      'An address that is compared as text',
      'One address has many spellings, and a block is never equal to an address.',
    ),
    'binary-operator': reason(
      '`binary_equal`',
      'Descriptions of it disagree. It compares texts here, which `string_equal` says clearly.',
    ),
    'set-operator-on-single': reason(
      '`for_any_value` or `for_all_value` on a key with one value',
      'A request has one value of it, so all and any mean the same.',
    ),
    'ip-not-passed': reason(
      'A condition on the address for calls that carry none',
      'The key is missing: an allow never holds and a deny never bites, unless the operator ends in `_if_exist`.',
    ),
    'tag-not-passed': reason(
      'A condition on tags for calls that carry none',
      'The key is missing: an allow never holds and a deny never bites, unless the operator ends in `_if_exist`.',
    ),
    'factor-value': reason(
      'A text for the second factor that no call has',
      '`mfa` is `0` or `1`, `qcs:mfa` is `true` or `false`; as texts they equal nothing else.',
    ),
    'always-present': reason(
      '`null_equal` on a key that every request carries',
      '`"false"` always holds and `"true"` never does.',
    ),
    'tag-authorisation-operator': reason(
      '`for_all_value` on the tags of resources',
      'Authorisation by tags is documented with `for_any_value`. `for_all_value` refuses resources with any further tag.',
    ),
    // values of conditions
    'wildcard-in-equal': reason(
      '`*` in a value of `string_equal`',
      'It is a character like others there. `string_like` takes it for a wildcard.',
    ),
    'like-without-wildcard': reason(
      '`string_like` without a `*`',
      '`string_equal` says the same, and works for lists too.',
    ),
    'inner-like-wildcard': reason(
      '`*` in the middle of a value of `string_like`',
      'Elsewhere it is documented at the front and at the end only.',
    ),
    'repeated-value': reason(
      'A value that another one of the key covers',
      'One of the values is enough, so the narrower one says nothing.',
    ),
    'tag-without-value': reason(
      'A tag that is not written `key&value`',
      'The key holds whole tags. Without `&` no tag is equal to it.',
    ),
    'tag-of-any-value': reason(
      'A tag with its key only',
      'That a resource has a tag, whatever its value, is asked by `null_equal` of `qcs:resource_tag/<key>` with `"false"`.',
    ),
    'tag-pair-in-value': reason(
      'A whole tag where only its value is compared',
      'Behind the slash of `qcs:resource_tag/<key>` stands the key already, so the value is compared alone.',
    ),
    'host-bits': reason(
      'A block of addresses that begins inside itself',
      'The bits behind the prefix are ignored. Perhaps one address was meant, or another prefix.',
    ),
    'every-address': reason(
      'A block of all addresses',
      'Every address lies in it, so the condition says nothing, or never holds.',
    ),
    'mapped-address': reason(
      'An IPv4 address in the clothes of an IPv6 one',
      'It is compared as IPv4 here, and not everywhere.',
    ),
    'private-address': reason(
      'Private addresses as the source of calls',
      'Calls over the internet come from public addresses. Private ones are only seen from inside a network of the cloud.',
    ),
    'date-form': reason(
      'A time that is not written as ISO 8601 with its zone',
      'Blanks are tolerated and a missing zone means UTC here; other readers may refuse it or take it for local time.',
    ),
    'date-over': reason(
      'A time that is over',
      'The condition cannot hold any more: the allow is spent, or the deny has stopped biting.',
    ),
    'date-begun': reason('A beginning that is past', 'The condition has held since then and always will; it can go.'),
    'unencoded-value': reason(
      'A parameter of object storage that is not URL-encoded',
      'Values from parameters of a request are compared in their encoded form, such as `image%2Fjpeg`.',
    ),
    'value-placeholder': reason(
      'A placeholder among the values of a condition',
      'It is text like any other, so nothing is equal to it.',
    ),
    // what conditions say together
    'deny-passes-missing-key': reason(
      'A deny by a negated operator, for a key that may be missing',
      'A missing key makes negated operators false, unlike in other clouds: who leaves the key out is not denied. `_if_exist` closes the gap.',
    ),
    'allow-refuses-missing-key': reason(
      'An allow by a negated operator, for a key that may be missing',
      'A missing key makes negated operators false, so a request without the key is refused.',
    ),
    'allow-if-exist': reason(
      'An allow by `_if_exist` on a key that is meant to restrict it',
      'The condition holds where the key is missing: a resource without tags, or a call that carries no address, is allowed.',
    ),
    'needless-if-exist': reason(
      '`_if_exist` on a key that every request carries',
      'It changes nothing where the key is always there.',
    ),
    'null-equal-both': reason('`null_equal` with `"true"` and `"false"`', 'One of them is enough, so it always holds.'),
    'null-equal-contradiction': reason(
      'A key that is to be missing and to have a value',
      '`null_equal` with `"true"` holds for a missing or empty key; the other operator needs a value. Both never hold together.',
    ),
    'contradictory-values': reason(
      'Conditions on one key that no single value satisfies',
      'Conditions of a statement must all hold, so this one never matches.',
    ),
    'empty-range': reason(
      'A range of times or numbers that ends before it begins',
      'Conditions of a statement must all hold, so this one never matches.',
    ),
    'disjoint-addresses': reason(
      'Blocks of addresses that have no address in common',
      'Conditions of a statement must all hold, so this one never matches.',
    ),
    'deny-needs-all-values': reason(
      'A deny by `for_all_value`, which a missing or a further value escapes',
      'Every value of the request must satisfy it: one more tag, or none at all, and the deny does not bite.',
    ),
    'all-values-is-no-intersection': reason(
      '`for_all_value` with several values',
      'It asks that the request has no other values than these; it does not ask that it has all of them.',
    ),
    'any-value-differs': reason(
      'A negated operator that holds as soon as one tag is another',
      'Of several values one is enough, and a resource mostly has further tags. `for_all_value:` asks that none of them is the named one.',
    ),
    'excluded-value': reason(
      'A value that another operator on the same key excludes',
      'Conditions of a statement must all hold, so the value is one that the statement never matches.',
    ),
    // trust policies
    'foreign-root-without-external-id': reason(
      'Another account that is trusted without an external id',
      'A company that works for many customers can be talked into using the role for somebody else; the id keeps customers apart.',
    ),
    'short-external-id': reason('An external id that is easily guessed', 'It only helps where others do not know it.'),
    'saml-audience-missing': reason(
      'A SAML provider without a condition on `saml:aud`',
      'Assertions that the provider made for somebody else are then only told apart by their recipient.',
    ),
    'oidc-subject-missing': reason(
      'An OIDC provider without a condition on `oidc:sub`',
      'Everybody for whom the provider makes tokens of that client may use the role, such as every job of a shared build service.',
    ),
    'oidc-subject-open': reason(
      'A pattern for `oidc:sub` that everybody fits',
      'It looks like a restriction and is none.',
    ),
    'unknown-service-principal': reason(
      'A product that is not known by this domain',
      'No product asks for the role under that name.',
    ),
    'wide-trust-action': reason(
      'A pattern for the call that a trust policy allows',
      'A role is used by one of three calls; each kind of principal can make one of them.',
    ),
    'trust-call-mismatch': reason(
      'A principal that cannot make the call that it is trusted with',
      'Accounts and products call AssumeRole, identity providers the call of their protocol. The statement lets nobody in.',
    ),
    'foreign-call': reason(
      'An action of a trust policy that is no way to use a role',
      'Only the three calls by which roles are assumed ask a trust policy.',
    ),
    'repeated-principal': reason(
      'A principal that another one covers',
      'The root of an account stands for everybody in it.',
    ),
  }),
)
