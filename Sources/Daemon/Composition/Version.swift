/// The version of this program, as `upbeat version`, the status and the lock file give it.
package let upbeatVersion = "0.1.0"
