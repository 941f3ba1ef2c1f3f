# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

# Everything that a function at the edge needs: role, right to log, function, a version for each build.

terraform {
  required_version = ">= 1.7"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.30"
    }
  }
}

variable "name" {
  description = "Name of the function."
  type        = string
}

variable "zip" {
  description = "Path of the zip."
  type        = string
}

variable "runtime" {
  description = "Identifier of the runtime."
  type        = string
}

variable "handler" {
  description = "Module and function that the zip exports."
  type        = string
}

variable "memory_size" {
  description = "Memory in MB."
  type        = number
}

variable "timeout" {
  description = "Limit in seconds."
  type        = number
}

variable "secret_arns" {
  description = "Secrets of AWS Secrets Manager that the function may read."
  type        = list(string)
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds the role, or null."
  type        = string
}

variable "log_retention_days" {
  description = "How long logs are kept in us-east-1."
  type        = number
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  # A function logs in the region that it runs in, into a group named after the one it comes from.
  log_group     = "/aws/lambda/us-east-1.${var.name}"
  log_group_arn = "arn:${data.aws_partition.current.partition}:logs:*:${data.aws_caller_identity.current.account_id}:log-group:${local.log_group}"
}

resource "aws_iam_role" "this" {
  name                 = var.name
  description          = "${var.name} at the edge"
  permissions_boundary = var.permissions_boundary

  # The second principal copies the function to the edge and runs it there.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] }
    }]
  })
}

resource "aws_iam_role_policy" "logs" {
  name = "write-logs"
  role = aws_iam_role.this.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup"]
        Resource = [local.log_group_arn]
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${local.log_group_arn}:*"]
      },
    ]
  })
}

resource "aws_iam_role_policy" "secrets" {
  count = length(var.secret_arns) > 0 ? 1 : 0

  name = "read-secrets"
  role = aws_iam_role.this.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue"]
      Resource = var.secret_arns
    }]
  })
}

resource "aws_cloudwatch_log_group" "this" {
  name              = local.log_group
  retention_in_days = var.log_retention_days
}

resource "aws_lambda_function" "this" {
  function_name = var.name
  description   = "Edge Enforcer"
  role          = aws_iam_role.this.arn

  filename         = var.zip
  source_code_hash = filebase64sha256(var.zip)
  runtime          = var.runtime
  handler          = var.handler
  architectures    = ["x86_64"]
  memory_size      = var.memory_size
  timeout          = var.timeout

  # A numbered version for every change: the edge runs nothing else.
  publish = true

  # The copies of a version at the edge forbid its deletion for some hours. Delete it by hand the day after.
  skip_destroy = true

  lifecycle {
    precondition {
      condition     = data.aws_region.current.id == "us-east-1"
      error_message = "Functions at the edge exist in us-east-1 only. Hand a provider of that region in as aws.us_east_1."
    }

    precondition {
      # Base64 has four characters for three bytes.
      condition     = length(filebase64(var.zip)) * 3 / 4 <= 50 * 1024 * 1024
      error_message = "The zip is over 50 MB, which the edge does not take."
    }
  }

  depends_on = [aws_iam_role_policy.logs, aws_cloudwatch_log_group.this]
}

output "version_arn" {
  description = "ARN of the newest version, with its number."
  value       = aws_lambda_function.this.qualified_arn
}

output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "role_name" {
  description = "Name of the role, for rights of your own."
  value       = aws_iam_role.this.name
}

output "log_group_name" {
  description = "Name of the log group, in every region where visitors are."
  value       = local.log_group
}
