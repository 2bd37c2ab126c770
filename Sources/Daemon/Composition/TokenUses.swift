import ControlPlane
import Logging
import Pulses
import ServiceLifecycle

/// Writes down when tokens were used, beside the requests that used them. Ends when its task is cancelled; what is not written then is
/// not missed: the times are coarse.
struct TokenUses: Service {
    let store: any AccessRecords
    let known: KnownTokens
    let log: Logger

    init(house: House, log: Logger) {
        store = house.store
        known = house.knownTokens
        self.log = log
    }

    func run() async {
        for await use in known.uses {
            do throws(StoreError) {
                try await store.noteUse(ofToken: use.hash, at: use.at)
            } catch {
                log.debug("the use of a token was not written down", metadata: ["error": "\(error)"])
            }
        }
    }
}
