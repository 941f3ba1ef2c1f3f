# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

variable "app_id" {
  description = "px_app_id of config.json, with its PX."
  type        = string

  validation {
    condition     = can(regex("^PX[A-Za-z0-9]+$", var.app_id))
    error_message = "Write the app id as the console shows it, like PX12345678."
  }
}

variable "name" {
  description = "What names of functions, roles and log groups begin with; another one for each instance of the module."
  type        = string
  default     = "edge-enforcer"

  validation {
    # The longest name, with -HumanFirstParty behind it, must fit into the 64 characters of functions and roles.
    condition     = can(regex("^[A-Za-z0-9_-]{1,48}$", var.name))
    error_message = "Use 1 to 48 letters, digits, hyphens and underscores."
  }
}

variable "enforcer_zip" {
  description = "Path of HumanEnforcer.zip."
  type        = string

  validation {
    condition     = fileexists(var.enforcer_zip)
    error_message = "There is no such file."
  }
}

variable "activities_zip" {
  description = "Path of HumanActivities.zip; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.activities_zip == null || try(fileexists(var.activities_zip), false)
    error_message = "There is no such file."
  }
}

variable "first_party_zip" {
  description = "Path of HumanFirstParty.zip; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.first_party_zip == null || try(fileexists(var.first_party_zip), false)
    error_message = "There is no such file."
  }
}

variable "runtime" {
  description = "One of Node.js for zips of the node carrier; Node.js or Python for those of the exec carrier."
  type        = string
  default     = "nodejs22.x"

  validation {
    # Older ones have too old a C library or are deprecated, and the edge has no others.
    condition     = contains(["nodejs22.x", "nodejs24.x", "python3.12", "python3.13", "python3.14"], var.runtime)
    error_message = "Use nodejs22.x, nodejs24.x, python3.12, python3.13 or python3.14."
  }
}

variable "handler" {
  description = "Module and function that the zips export."
  type        = string
  default     = "index.handler"

  validation {
    condition     = can(regex("^[A-Za-z0-9_/-]+\\.[A-Za-z0-9_]+$", var.handler))
    error_message = "Write a module, a dot and a function, like index.handler."
  }
}

# 128 MB and 5 s are what CloudFront allowed at viewer-request until late 2025. Now it documents 10,240 MB and 30 s.

variable "enforcer_memory_size" {
  description = "Memory of HumanEnforcer in MB. CPU grows with it."
  type        = number
  default     = 128

  validation {
    condition     = var.enforcer_memory_size >= 128 && var.enforcer_memory_size <= 10240
    error_message = "Use 128 to 10240 MB."
  }
}

variable "enforcer_timeout" {
  description = "Limit of HumanEnforcer in seconds. Must leave room for px_s2s_timeout."
  type        = number
  default     = 5

  validation {
    condition     = var.enforcer_timeout >= 2 && var.enforcer_timeout <= 30
    error_message = "Use 2 to 30 seconds; the edge allows no more."
  }
}

variable "origin_memory_size" {
  description = "Memory of HumanActivities and HumanFirstParty in MB."
  type        = number
  default     = 128

  validation {
    condition     = var.origin_memory_size >= 128 && var.origin_memory_size <= 10240
    error_message = "Use 128 to 10240 MB."
  }
}

variable "origin_timeout" {
  description = "Limit of HumanActivities and HumanFirstParty in seconds."
  type        = number
  default     = 5

  validation {
    condition     = var.origin_timeout >= 2 && var.origin_timeout <= 30
    error_message = "Use 2 to 30 seconds; the edge allows no more."
  }
}

variable "include_body" {
  description = "Whether HumanEnforcer sees request bodies, the first 40 KB of each. Logins and GraphQL need it."
  type        = bool
  default     = true
}

variable "forward_host" {
  description = <<-EOT
    Which origin request policy is handed out for guarded behaviours: true for AllViewer, which sends the visitor's Host
    header to the origin; false for AllViewerExceptHostHeader, which S3, API Gateway and function URLs need.
  EOT
  type        = bool
  default     = true
}

variable "first_party_prefix" {
  description = "px_custom_first_party_prefix of config.json; null if it is not set there."
  type        = string
  default     = null

  validation {
    condition     = var.first_party_prefix == null || can(regex("^/[^*?]*[^/*?]$", var.first_party_prefix))
    error_message = "Begin it with a slash, end it without one, and use neither * nor ?."
  }
}

variable "first_party_sensor_path" {
  description = "px_custom_first_party_sensor_endpoint of config.json; null if it is not set there."
  type        = string
  default     = null

  validation {
    condition     = var.first_party_sensor_path == null || can(regex("^/[^*?]+$", var.first_party_sensor_path))
    error_message = "Begin it with a slash and use neither * nor ?."
  }
}

variable "first_party_xhr_path" {
  description = "px_custom_first_party_xhr_endpoint of config.json; null if it is not set there."
  type        = string
  default     = null

  validation {
    condition     = var.first_party_xhr_path == null || can(regex("^/[^*?]+$", var.first_party_xhr_path))
    error_message = "Begin it with a slash and use neither * nor ?."
  }
}

variable "first_party_captcha_path" {
  description = "px_custom_first_party_captcha_endpoint of config.json; null if it is not set there."
  type        = string
  default     = null

  validation {
    condition     = var.first_party_captcha_path == null || can(regex("^/[^*?]+$", var.first_party_captcha_path))
    error_message = "Begin it with a slash and use neither * nor ?."
  }
}

variable "secret_arns" {
  description = <<-EOT
    Secrets of AWS Secrets Manager that HumanEnforcer and HumanActivities may read, if config.json names any. Under a key
    of your own the functions need kms:Decrypt as well, which its key policy can give.
  EOT
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.secret_arns : can(regex("^arn:aws[a-z-]*:secretsmanager:", arn))])
    error_message = "Write the ARNs of secrets, like arn:aws:secretsmanager:us-east-1:111122223333:secret:name-AbCdEf."
  }
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds the roles; null for none."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = <<-EOT
    How long logs are kept in us-east-1. Functions log in the region that is nearest to the visitor, into a group that
    Lambda makes there and keeps for ever; docs/install.md has a loop over the regions.
  EOT
  type        = number
  default     = 30

  validation {
    condition = contains(
      [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653], var.log_retention_days
    )
    error_message = "CloudWatch Logs knows 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731 and more days."
  }
}
