FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Wallet.Worker -c Release -o /app --no-self-contained -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/runtime:10.0
WORKDIR /app
COPY --from=build /app .
# The image's own unprivileged user.
USER $APP_UID
ENV Health__File=/tmp/wallet-worker.ready
HEALTHCHECK --interval=2s --timeout=2s --start-period=60s --retries=3 CMD ["test", "-e", "/tmp/wallet-worker.ready"]
ENTRYPOINT ["dotnet", "Wallet.Worker.dll"]
