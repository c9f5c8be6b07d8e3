using Google.Protobuf;
using SoGar.Host.Wire;
using Proto = SoGar.Host.Wire.Contract;

namespace SoGar.Host.Tests.Wire;

public sealed class ControlCodecTests
{
    public static TheoryData<string> Types => [.. MessageSamples.Types.Select(type => type.Name)];

    [Theory, MemberData(nameof(Types))]
    public void Every_control_message_survives_the_wire(string type)
    {
        foreach (var message in new MessageSamples().Of(MessageSamples.Types.Single(each => each.Name == type)))
        {
            var bytes = ControlCodec.Encode(message).ToByteArray();

            var heard = ControlCodec.Decode(Proto.ControlMessage.Parser.ParseFrom(bytes));

            Assert.Equal(MessageSamples.Describe(message), MessageSamples.Describe(heard));
        }
    }

    [Fact]
    public void Every_kind_in_the_contract_has_a_record_of_its_name() => Assert.Equal(
        Enum.GetNames<Proto.ControlMessage.KindOneofCase>().Except(["None"]).Order(StringComparer.Ordinal),
        MessageSamples.Types.Select(type => type.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void A_message_of_a_newer_version_is_passed_over()
    {
        var newer = Proto.ControlMessage.Parser.ParseFrom([0xFA, 0x3F, 0x00]);   // field 1023, empty

        Assert.Null(ControlCodec.Decode(newer));
    }

    [Fact]
    public void A_message_without_a_part_that_every_version_sends_is_refused() =>
        Assert.Throws<InvalidDataException>(() => ControlCodec.Decode(new Proto.ControlMessage { NodeStatus = new() }));
}
