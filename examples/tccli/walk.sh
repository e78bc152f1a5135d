#!/bin/sh
# tccli, the vendor's command line, unchanged against OpenCAM: a user, a group, a policy, a role and a temporary key.
#   export TENCENTCLOUD_SECRET_ID=… TENCENTCLOUD_SECRET_KEY=… TENCENTCLOUD_REGION=ap-guangzhou
#   examples/tccli/walk.sh http://127.0.0.1:8600
set -eu
endpoint=${1:-http://127.0.0.1:8600}
stamp=$$
tc() { tccli "$@" --endpoint "$endpoint"; }
field() { sed -n "s/^ *\"$1\": \"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}$/\1/p" | head -1; }

say() { printf '\n— %s\n' "$1"; }
say 'who am I'
tc sts GetCallerIdentity
account=$(tc sts GetCallerIdentity | field AccountId)

say 'a user in a group'
uid=$(tc cam AddUser --Name "walker-$stamp" | field Uid)
uin=$(tc cam GetUser --Name "walker-$stamp" | field Uin)
group=$(tc cam CreateGroup --GroupName "walkers-$stamp" | field GroupId)
tc cam AddUserToGroup --Info "[{\"GroupId\": $group, \"Uid\": $uid}]"

say 'a policy for the group, with a second version'
policy=$(tc cam CreatePolicy --PolicyName "walk-$stamp" \
  --PolicyDocument '{"version":"2.0","statement":[{"effect":"allow","action":["cam:ListUsers"],"resource":["*"]}]}' | field PolicyId)
tc cam CreatePolicyVersion --PolicyId "$policy" --SetAsDefault true \
  --PolicyDocument '{"version":"2.0","statement":[{"effect":"allow","action":["cam:ListUsers","cam:GetUser"],"resource":["*"]}]}'
tc cam AttachGroupPolicy --PolicyId "$policy" --AttachGroupId "$group"
tc cam ListAttachedUserAllPolicies --TargetUin "$uin" --Rp 20 --Page 1 --AttachType 0

say 'a role, assumed'
tc cam CreateRole --RoleName "walk-$stamp" --PolicyDocument \
  "{\"version\":\"2.0\",\"statement\":[{\"effect\":\"allow\",\"action\":\"name/sts:AssumeRole\",\"principal\":{\"qcs\":[\"qcs::cam::uin/$account:root\"]}}]}"
tc sts AssumeRole --RoleArn "qcs::cam::uin/$account:roleName/walk-$stamp" --RoleSessionName walk

say 'what is refused: tccli says code, message and RequestId, and ends with another code than 0'
if tc cam GetUser --Name "nobody-$stamp"; then echo 'this should have been refused' && exit 1; fi

say 'and away with all of it'
tc cam DeleteRole --RoleName "walk-$stamp"
tc cam DetachGroupPolicy --PolicyId "$policy" --DetachGroupId "$group"
tc cam DeletePolicy --PolicyId "[$policy]"
tc cam RemoveUserFromGroup --Info "[{\"GroupId\": $group, \"Uid\": $uid}]"
tc cam DeleteGroup --GroupId "$group"
tc cam DeleteUser --Name "walker-$stamp" --Force 1
echo
echo 'done'
