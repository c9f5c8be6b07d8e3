using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Configuration;
using SoGar.Host.Hocon;

namespace SoGar.Host.Tests.Hocon;

public sealed class HoconWriterTests
{
    [Fact]
    public void Objects_are_indented_and_plain_lists_stay_on_a_line()
    {
        var root = HoconCase.Resolve("a { b = [1, two, \"3 4\"], c {} }, d = [{x = 1}], \"e.f\" = null, g = /tmp");

        Assert.Equal(
            """
            a {
              b = [1, two, "3 4"]
              c {}
            }
            d = [
              {
                x = 1
              }
            ]
            "e.f" = null
            g = "/tmp"

            """,
            HoconWriter.Write(root));
    }

    [Fact]
    public void Any_text_survives_writing_and_reading() =>
        Prop.ForAll<string, string>((key, text) =>
        {
            var written = HoconWriter.Write(new HoconObject(
                new()
                {
                    [key ?? ""] = new HoconScalar(text ?? "", true, default),
                    ["list"] = new HoconArray([new HoconScalar(text ?? "", true, default)], default)
                },
                default));

            var read = HoconCase.Resolve(written);

            Assert.Equal(text ?? "", Assert.IsType<HoconScalar>(read.Fields[key is "list" ? "list" : key ?? ""] switch
            {
                HoconArray array => array.Items[0],
                var scalar => scalar,
            }).Text);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_configuration_builder_sees_flattened_keys()
    {
        var surroundings = HoconCase.Surroundings(("app.conf", "dashboard { port = 5080, hosts = [a, b] }, off = null"));

        var configuration = new ConfigurationBuilder()
            .Add(new HoconConfigurationSource("app.conf", IsOptional: false, surroundings))
            .Add(new HoconConfigurationSource("missing.conf", IsOptional: true, surroundings))
            .Build();

        Assert.Equal(5080, configuration.GetValue<int>("dashboard:port"));
        Assert.Equal(["a", "b"], configuration.GetSection("dashboard:hosts").Get<string[]>()!);
        Assert.Null(configuration["off"]);
    }

    [Fact]
    public void A_file_of_the_disk_is_a_source_too()
    {
        var configuration = new ConfigurationBuilder()
            .AddHoconFile(Repository.Recipe("demo"))
            .AddHoconFile(Repository.Recipe("no-such-recipe"), isOptional: true)
            .Build();

        Assert.Equal("demo", configuration["name"]);
        Assert.Equal(0.97, configuration.GetValue<double>("teacher:momentum"));
    }
}
