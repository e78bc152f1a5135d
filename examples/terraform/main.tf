# The official provider's CAM resources against OpenCAM: nothing of the provider is changed, only where it calls.
#   cam.localhost, sts.localhost and tag.localhost must lead to this machine (/etc/hosts, where the resolver does not do so by itself)
#   export TENCENTCLOUD_SECRET_ID=… TENCENTCLOUD_SECRET_KEY=…
#   terraform init && terraform apply
terraform {
  required_providers {
    tencentcloud = { source = "tencentcloudstack/tencentcloud" }
  }
}

provider "tencentcloud" {
  region   = "ap-guangzhou"
  protocol = "HTTP"
  domain   = var.domain
}

variable "domain" {
  description = "Host and port of OpenCAM; the provider puts the product's name in front."
  default     = "localhost:8600"
}

data "tencentcloud_user_info" "me" {}

resource "tencentcloud_cam_user" "ann" {
  name          = "tf-ann"
  remark        = "made by Terraform"
  console_login = false
  use_api       = true
  force_delete  = true
  tags          = { team = "blue" }
}

resource "tencentcloud_cam_group" "readers" {
  name   = "tf-readers"
  remark = "people who read"
}

resource "tencentcloud_cam_group_membership" "readers" {
  group_id   = tencentcloud_cam_group.readers.id
  user_names = [tencentcloud_cam_user.ann.id]
}

resource "tencentcloud_cam_policy" "read" {
  name        = "tf-read"
  description = "reading users and groups"
  document = jsonencode({
    version   = "2.0"
    statement = [{ effect = "allow", action = ["cam:List*", "cam:GetUser"], resource = ["*"] }]
  })
}

resource "tencentcloud_cam_policy_version" "read" {
  policy_id      = tencentcloud_cam_policy.read.id
  set_as_default = false
  policy_document = jsonencode({
    version   = "2.0"
    statement = [{ effect = "allow", action = ["cam:List*", "cam:Get*"], resource = ["*"] }]
  })
}

resource "tencentcloud_cam_group_policy_attachment" "read" {
  group_id  = tencentcloud_cam_group.readers.id
  policy_id = tencentcloud_cam_policy.read.id
}

resource "tencentcloud_cam_user_policy_attachment" "read" {
  user_name = tencentcloud_cam_user.ann.id
  policy_id = tencentcloud_cam_policy.read.id
}

resource "tencentcloud_cam_user_permission_boundary_attachment" "ann" {
  target_uin = tencentcloud_cam_user.ann.uin
  policy_id  = tencentcloud_cam_policy.read.id
}

resource "tencentcloud_cam_role" "worker" {
  name             = "tf-worker"
  description      = "assumed by this account"
  session_duration = 7200
  console_login    = true
  document = jsonencode({
    version = "2.0"
    statement = [{
      effect    = "allow"
      action    = "name/sts:AssumeRole"
      principal = { qcs = ["qcs::cam::uin/${data.tencentcloud_user_info.me.owner_uin}:root"] }
    }]
  })
  tags = { team = "blue" }
}

resource "tencentcloud_cam_role_policy_attachment" "read" {
  role_id   = tencentcloud_cam_role.worker.id
  policy_id = tencentcloud_cam_policy.read.id
}

resource "tencentcloud_cam_role_permission_boundary_attachment" "worker" {
  role_name = tencentcloud_cam_role.worker.name
  policy_id = tencentcloud_cam_policy.read.id
}

resource "tencentcloud_cam_access_key" "ann" {
  target_uin = tencentcloud_cam_user.ann.uin
}

resource "tencentcloud_cam_mfa_flag" "ann" {
  op_uin = tencentcloud_cam_user.ann.uin
  login_flag {
    phone  = 0
    stoken = 1
    wechat = 0
  }
  action_flag {
    phone  = 0
    stoken = 1
    wechat = 0
  }
}

resource "tencentcloud_cam_message_receiver" "office" {
  name         = "tf-office"
  remark       = "hears of maintenance"
  country_code = "86"
  phone_number = "18888888888"
  email        = "office@example.com"
}

resource "tencentcloud_cam_service_linked_role" "cvm" {
  qcs_service_name = ["cvm.qcloud.com"]
  custom_suffix    = "tf"
  description      = "used by the product"
  tags             = {}
}

data "tencentcloud_cam_users" "ann" {
  name       = tencentcloud_cam_user.ann.name
  depends_on = [tencentcloud_cam_user_policy_attachment.read]
}

data "tencentcloud_cam_policies" "read" {
  name       = tencentcloud_cam_policy.read.name
  depends_on = [tencentcloud_cam_policy.read]
}

data "tencentcloud_cam_roles" "worker" {
  name       = tencentcloud_cam_role.worker.name
  depends_on = [tencentcloud_cam_role.worker]
}

output "found" {
  value = {
    users    = data.tencentcloud_cam_users.ann.user_list[*].name
    policies = data.tencentcloud_cam_policies.read.policy_list[*].name
    roles    = data.tencentcloud_cam_roles.worker.role_list[*].name
  }
}
