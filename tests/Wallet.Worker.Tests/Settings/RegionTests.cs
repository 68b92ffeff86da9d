using System.ComponentModel.DataAnnotations;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Tests.Settings;

public sealed class RegionTests
{
    [Theory]
    [InlineData("us-west-2", true)]
    [InlineData("us-gov-east-1", true)]
    [InlineData("eusc-de-east-1", true)]
    [InlineData("Oregon", false)]
    [InlineData("us-west-2\n", false)]
    [InlineData("u-west-2", false)]
    public void A_region_of_every_partition_is_taken_and_nothing_else(string region, bool isTaken)
    {
        var settings = new DynamoDbSettings { Region = region, OnlyWriter = region };
        var faults = new List<ValidationResult>();

        Validator.TryValidateObject(settings, new ValidationContext(settings), faults, validateAllProperties: true);

        string[] expected = isTaken ? [] : [nameof(settings.OnlyWriter), nameof(settings.Region)];
        faults.SelectMany(fault => fault.MemberNames).Order(StringComparer.Ordinal).ShouldBe(expected);
    }
}
