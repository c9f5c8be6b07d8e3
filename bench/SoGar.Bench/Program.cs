using SoGar.Bench;

// Each subcommand prints its figures with both sides of a ratio measured in the same run; bench/README.md says what they answer.
var benches = new Dictionary<string, Action<Options>>
{
    ["actors"] = ActorsBench.Run,
    ["conv"] = ConvBench.Run,
    ["exchange"] = ExchangeBench.Run,
    ["exchange-rank"] = ExchangeRank.Run,
    ["flat"] = FlatBench.Run,
    ["lane"] = LaneBench.Run,
    ["overhead"] = OverheadBench.Run,
    ["protection"] = ProtectionBench.Run,
    ["reading"] = ReadingBench.Run,
    ["shard"] = ShardBench.Run,
    ["step"] = StepBench.Run,
    ["store"] = StoreBench.Run,
};

if (args.Length == 0 || !benches.TryGetValue(args[0], out var bench))
{
    Console.Error.WriteLine($"usage: SoGar.Bench {string.Join('|', benches.Keys.Order())} [--option value]...");
    return 2;
}

try
{
    bench(new Options(args[1..]));
    return 0;
}
catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidOperationException)
{
    Console.Error.WriteLine(failure.Message);
    return failure is InvalidOperationException ? 1 : 2;
}
