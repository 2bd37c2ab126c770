import ControlPlane
import Pulses
import WireModel

extension PoolResponse {
    init(_ use: PoolUse) {
        let limits = use.pool.limits
        self.init(
            name: use.pool.name, capacity: limits.capacity.map(Int64.init),
            rate: limits.rate.map { Rate(count: Int64($0.count), per: $0.unit) }, daily: limits.daily.map(Int64.init), zone: limits.zone,
            file: use.pool.file, running: Int64(use.running), waiting: Int64(use.waiting), recent: Int64(use.recent),
            today: Int64(use.today), closed: use.closed.map(Closure.init))
    }
}

extension PoolResponse.Closure {
    fileprivate init(_ closure: PoolUse.Closure) {
        switch closure {
        case .full: self.init(why: "full", until: nil)
        case .rate(let until): self.init(why: "rate", until: until.wire)
        case .daily(let until): self.init(why: "daily", until: until.wire)
        }
    }
}

extension PoolWaitResponse {
    init(_ wait: PoolWait) {
        let closure = PoolResponse.Closure(wait.closure)
        let limits = wait.use.pool.limits
        let (used, limit) =
            switch wait.closure {
            case .full: (wait.use.running, limits.capacity)
            case .rate: (wait.use.recent, limits.rate?.count)
            case .daily: (wait.use.today, limits.daily)
            }
        self.init(pool: wait.use.pool.name, why: closure.why, until: closure.until, used: Int64(used), limit: Int64(limit ?? used))
    }
}
