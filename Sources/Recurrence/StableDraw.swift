/// Numbers that look drawn by lot and are the same in every process, on every machine and after every restart.
///
/// Swift's `Hasher` is seeded per process and cannot do this.
enum StableDraw {
    /// A number from 0 to below `size` out of a schedule's id or name and what is drawn for it: the high half of the
    /// 128-bit product of `size` and the hash of `schedule NUL subject`.
    ///
    /// The hash is FNV-1a (64 bits; draft-eastlake-fnv) with the finalizer of MurmurHash3 (`fmix64`) over it.
    static func number(below size: UInt64, schedule: String, subject: String) -> UInt64 {
        hash(schedule, subject).multipliedFullWidth(by: size).high
    }

    static func hash(_ schedule: String, _ subject: String) -> UInt64 {
        finalized(fnv(subject.utf8, fnv(CollectionOfOne(0), fnv(schedule.utf8, 0xCBF2_9CE4_8422_2325))))
    }

    private static func fnv(_ bytes: some Sequence<UInt8>, _ start: UInt64) -> UInt64 {
        var state = start
        for byte in bytes {
            state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        return state
    }

    private static func finalized(_ hash: UInt64) -> UInt64 {
        var mixed = hash
        mixed = (mixed ^ (mixed >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        mixed = (mixed ^ (mixed >> 33)) &* 0xC4CE_B9FE_1A85_EC53
        return mixed ^ (mixed >> 33)
    }
}
