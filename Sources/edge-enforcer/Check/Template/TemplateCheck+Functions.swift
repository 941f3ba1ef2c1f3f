// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity

// Functions and their versions (lambda-edge.md §2.1 to §2.3, §5.1).

extension TemplateCheck {
    mutating func checkFunctions() {
        let isAssociated = distributions.contains { $0.behaviours.contains { !$0.associations.isEmpty } }
        for (resource, human, events) in edgeFunctions {
            checkRuntime(of: resource)
            checkFeatures(of: resource)
            let isAtViewer = events.contains { $0.hasPrefix("viewer") } || (events.isEmpty && human == .enforcer)
            checkLimits(of: resource, isAtViewer: isAtViewer, human: human)
            if resource.isFixed("FunctionName") {
                warn(
                    "\(resource.name).FunctionName",
                    "is fixed, so a second stack collides with this one; leave it out or put AWS::StackName in it")
            }
            if isAssociated, knowsAllTargets, events.isEmpty {
                warn(resource.name, "is at no event of a distribution here, so it never runs; associate its version")
            }
        }
    }

    private mutating func checkRuntime(of resource: Template.Resource) {
        guard let runtime = resource.properties["Runtime"].text else { return }
        let key = "\(resource.name).Runtime"
        let digits = runtime.drop { !$0.isNumber }
        if runtime.hasPrefix("nodejs"), let version = Int(digits.prefix { $0.isNumber }) {
            if version < 20 {
                error(key, "has an older C library than the zips are built for; use nodejs22.x")
            } else if version == 20 {
                warn(key, "is deprecated and cannot be updated for long; use nodejs22.x")
            }
        } else if runtime.hasPrefix("python"),
            let minor = digits.split(separator: ".").dropFirst().first.flatMap({ Int($0) })
        {
            if minor < 12 { error(key, "has an older C library than the zips are built for; use python3.13") }
        } else {
            error(key, "is none that the edge runs; use one of Node.js or Python, such as nodejs22.x")
        }
    }

    /// What the edge does not have (lambda-edge.md §2.2).
    private mutating func checkFeatures(of resource: Template.Resource) {
        let properties = resource.properties
        func key(_ name: String) -> String { "\(resource.name).\(name)" }
        if properties["Architectures"].names.contains("arm64") {
            error(key("Architectures"), "is arm64, which the edge does not run; use x86_64")
        }
        if properties["Environment"]["Variables"].isGiven {
            error(key("Environment"), "has variables, which the edge refuses; put settings into config.json in the zip")
        }
        if properties["VpcConfig"].isGiven {
            error(key("VpcConfig"), "ties the function to a VPC, which the edge refuses; remove it")
        }
        if properties["Layers"].isGiven {
            error(key("Layers"), "has layers, which the edge refuses; put everything into the zip")
        }
        if properties["PackageType"].text == "Image" || properties["Code"]["ImageUri"].isGiven {
            error(key("Code"), "is a container image, which the edge refuses; use a zip")
        }
        if properties["TracingConfig"]["Mode"].text == "Active" {
            error(key("TracingConfig"), "switches X-Ray on, which the edge refuses; remove it")
        }
        if properties["DeadLetterConfig"].isGiven {
            error(key("DeadLetterConfig"), "names a dead-letter queue, which the edge refuses; remove it")
        }
        for name in ["KmsKeyArn", "Code.SourceKMSKeyArn"] {
            let value = name == "KmsKeyArn" ? properties[name] : properties["Code"]["SourceKMSKeyArn"]
            if value.isGiven { error(key(name), "names a key of one's own, which the edge refuses; remove it") }
        }
        if let size = properties["EphemeralStorage"]["Size"].number, size > 512 {
            error(key("EphemeralStorage"), "asks for more than 512 MB, which the edge refuses; remove it")
        }
        if let mode = properties["RuntimeManagementConfig"]["UpdateRuntimeOn"].text, mode != "Auto" {
            error(key("RuntimeManagementConfig"), "holds the runtime back, which the edge refuses; use Auto")
        }
        if properties["Tags"].isGiven {
            warn(key("Tags"), "are not supported at the edge; remove them, the stack's tags do")
        }
    }

    private mutating func checkLimits(of resource: Template.Resource, isAtViewer: Bool, human: HumanFunction?) {
        let properties = resource.properties
        if isAtViewer, let memory = properties["MemorySize"].number, memory > 128 {
            warn(
                "\(resource.name).MemorySize",
                "is over the 128 MB that CloudFront took at viewer events until late 2025; use 128 if it is refused")
        }
        let key = "\(resource.name).Timeout"
        let timeout: Double?
        if properties["Timeout"].isAbsent {
            timeout = 3
            warn(key, "is left at Lambda's 3 s; set it, to 5 at viewer events")
        } else {
            timeout = properties["Timeout"].number
        }
        if let timeout, timeout > 30 {
            error(key, "is over 30 s, which the edge refuses; use 5 at viewer events, 30 at most elsewhere")
        } else if let timeout, isAtViewer, timeout > 5 {
            warn(key, "is over the 5 s that CloudFront took at viewer events until late 2025; use 5 if it is refused")
        }
        if human == .enforcer, let needs, let timeout, timeout <= needs.riskTimeout {
            error(
                key,
                "ends no later than px_s2s_timeout, so a slow Risk API becomes an error page; make it a second longer")
        }
        checkZip(of: resource, isAtViewer: isAtViewer)
    }

    /// The size of a zip that lies on this machine still, as `aws cloudformation package` takes it.
    private mutating func checkZip(of resource: Template.Resource, isAtViewer: Bool) {
        guard let path = resource.properties["Code"].text, !path.contains("://") else { return }
        let file = URL(filePath: path, relativeTo: URL(filePath: folder, directoryHint: .isDirectory))
        guard let values = try? file.resourceValues(forKeys: [.fileSizeKey, .isRegularFileKey]),
            values.isRegularFile == true, let size = values.fileSize
        else { return }
        if size > 50 << 20 {
            error("\(resource.name).Code", "is a zip of over 50 MB, which the edge refuses; make it smaller")
        } else if isAtViewer, size > 1 << 20 {
            warn(
                "\(resource.name).Code",
                "is a zip over the 1 MB that CloudFront took at viewer events until late 2025; use the node carrier if it is "
                    + "refused")
        }
    }

    mutating func checkVersions() {
        let edge = Set(edgeFunctions.map(\.resource.name))
        for version in template.resources(of: "AWS::Lambda::Version") {
            guard let function = Self.function(behind: version, in: template), edge.contains(function.name) else {
                continue
            }
            let properties = version.properties
            if !properties["CodeSha256"].isGiven, !Self.endsInHash(version.name) {
                if !properties["Description"].isGiven {
                    error(
                        version.name,
                        "never changes, so later code does not reach the edge; put the zip's key or hash into Description"
                    )
                } else if version.isFixed("Description") {
                    warn(
                        "\(version.name).Description",
                        "is the same for every build, so later code does not reach the edge; put the zip's key or hash in it"
                    )
                }
            }
            if properties["ProvisionedConcurrencyConfig"].isGiven {
                error("\(version.name).ProvisionedConcurrencyConfig", "is refused at the edge; remove it")
            }
            if let mode = properties["RuntimePolicy"]["UpdateRuntimeOn"].text, mode != "Auto" {
                error("\(version.name).RuntimePolicy", "holds the runtime back, which the edge refuses; use Auto")
            }
            for name in ["DeletionPolicy", "UpdateReplacePolicy"]
            where version.attribute(name)?.hasPrefix("Retain") != true {
                warn(
                    "\(version.name).\(name)",
                    "lets a version be deleted while its copies at the edge forbid that, which fails; use Retain")
            }
        }
    }

    /// Whether a logical id was made from the code, as some tools do it: eight hexadecimal digits or more at its end.
    private static func endsInHash(_ name: String) -> Bool {
        let digits = name.reversed().prefix { $0.isHexDigit }
        return digits.count >= 8 && digits.contains { $0.isNumber }
    }
}
